from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_citizen_accounts'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='contact_email',
            field=models.EmailField(blank=True, max_length=254, verbose_name='Thư điện tử liên hệ'),
        ),
        migrations.AlterField(
            model_name='user',
            name='closed_reason',
            field=models.CharField(blank=True, choices=[('idle', 'Không sử dụng quá 45 ngày'), ('transfer', 'Chuyển công tác'), ('left', 'Nghỉ việc, nghỉ hưu'), ('violation', 'Vi phạm quy định sử dụng'), ('other', 'Lý do khác'), ('deceased', 'Người có tài khoản đã mất'), ('number', 'Số định danh không còn hiệu lực')], max_length=12, verbose_name='Lý do khóa'),
        ),
    ]
