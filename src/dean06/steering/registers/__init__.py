"""Group 5: four registers of the steering office, each with its block in the report.

Terms: recommendation (kiến nghị, đề xuất), inspection (cuộc kiểm tra), pilot model (mô hình điểm), campaign (cao điểm).
"""
