"""Examples: figures as marks."""

from __future__ import annotations

from dean06.kernel.design.examples.types import Example, Sample

_SHAPE = ("  ##  ", " #####", "######", " #### ", "  ### ")
LEGEND = [(0, "dưới 60%"), (1, "60–75%"), (2, "75–85%"), (3, "85–95%"), (4, "từ 95%"), ("none", "chưa có số liệu")]


def _tiles() -> list[dict[str, object]]:
    """An invented province of twenty communes; one has no figure, one is overdue."""
    cells = [(column, row) for row, line in enumerate(_SHAPE) for column, mark in enumerate(line) if mark == "#"]
    tiles: list[dict[str, object]] = []
    for index, (column, row) in enumerate(cells):
        value = 52 + (index * 37) % 48
        level: object = next((step for step, top in enumerate((60, 75, 85, 95)) if value < top), 4)
        if index == 5:
            level = None
        elif index == 13:
            level = "danger"
        tiles.append(
            {
                "column": column,
                "row": row,
                "label": f"Xã Mẫu {index + 1}",
                "value": None if index == 5 else f"{value}%",
                "level": level,
                "url": "#tile_grid",
            }
        )
    return tiles


def _areas() -> list[dict[str, object]]:
    """Three invented communes that share borders."""
    drawn = (
        ("Xã Mẫu Đông", "M160,0L300,20L290,130L170,110Z", "95,1%", "success"),
        ("Xã Mẫu Tây", "M0,30L160,0L170,110L20,140Z", "61,4%", "danger"),
        ("Phường Mẫu", "M20,140L170,110L290,130L250,220L60,230Z", None, None),
    )
    return [
        {"label": label, "path": path, "value": value, "level": level, "url": "#area_map"}
        for label, path, value, level in drawn
    ]


def examples() -> list[Example]:
    """Tile grid, area map, bars, sparkline, trend, legend."""
    months = [("T1", 61.2), ("T2", 64.0), ("T3", None), ("T4", 71.5), ("T5", 78.25), ("T6", 84.1)]
    return [
        Example(
            "tile_grid",
            "Bản đồ ô vuông",
            "Mỗi xã một ô, đặt gần đúng vị trí thật; bấm vào ô để xem các dòng của xã đó. Kèm bảng.",
            (
                Sample(
                    '{% include "design/components/tile_grid.html" with tiles=tiles label="Tỷ lệ hồ sơ đúng hạn"'
                    ' legend=legend value_label="Tỷ lệ" %}',
                    {"tiles": _tiles(), "legend": LEGEND},
                ),
            ),
        ),
        Example(
            "area_map",
            "Bản đồ ranh giới",
            "Ranh giới các xã do tỉnh nhập, cùng màu với bản đồ ô vuông đặt bên cạnh.",
            (
                Sample(
                    '{% include "design/components/area_map.html" with areas=areas view_box="-4 -4 308 240"'
                    ' label="Tỷ lệ hồ sơ đúng hạn theo ranh giới" %}',
                    {"areas": _areas()},
                ),
            ),
        ),
        Example(
            "legend",
            "Chú giải",
            "Màu nào nghĩa là gì.",
            (Sample('{% include "design/components/legend.html" with items=legend %}', {"legend": LEGEND}),),
        ),
        Example(
            "bars",
            "Thanh ngang",
            "So sánh đơn vị; vạch đen là chỉ tiêu. Bảng chính là biểu đồ.",
            (
                Sample(
                    '{% include "design/components/bars.html" with rows=rows label="Hồ sơ trực tuyến" unit="%"'
                    " max=100 %}",
                    {
                        "rows": [
                            {"label": "Sở Y tế", "value": 92.4, "target": 80, "url": "#bars"},
                            {"label": "Sở Nội vụ", "value": 81, "target": 80, "url": "#bars"},
                            {"label": "Xã Mẫu", "value": 46.5, "target": 80, "kind": "danger", "url": "#bars"},
                            {"label": "Phường Mẫu", "value": None, "target": 80},
                        ]
                    },
                ),
            ),
        ),
        Example(
            "sparkline",
            "Đường nhỏ",
            "Xu hướng bằng cỡ chữ; chỗ thiếu số liệu để trống, không nối.",
            (
                Sample(
                    '{% include "design/components/sparkline.html" with values=values label="Việc quá hạn 8 tuần'
                    ' qua" %}',
                    {"values": [9, 7, 8, None, 5, 6, 4, 3]},
                ),
            ),
        ),
        Example(
            "trend",
            "Đường theo thời gian",
            "Có trục, chỉ tiêu (một mức hoặc từng bậc), điểm cuối và bảng; chấm rỗng là số tạm tính.",
            (
                Sample(
                    '{% include "design/components/trend.html" with points=points label="Hồ sơ trực tuyến" unit="%"'
                    " target=80 %}",
                    {"points": [{"label": label, "value": value} for label, value in months]},
                ),
                Sample(
                    '{% include "design/components/trend.html" with points=points label="Trả qua tài khoản" unit="%"'
                    ' target_label="Mục tiêu" %}',
                    {
                        "points": [
                            {"label": label, "value": value, "target": 60 if index < 3 else 75, "hollow": index == 5}
                            for index, (label, value) in enumerate(months)
                        ]
                    },
                ),
            ),
        ),
    ]
