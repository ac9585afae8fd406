import banme.workspace.geometry
import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from banme.workspace.creation import at_once
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workspace', '0005_options'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = at_once([
        migrations.CreateModel(
            name='Future',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(help_text='Unique code by which other tables refer to this row', max_length=80, unique=True, validators=[django.core.validators.RegexValidator('^[A-Za-z0-9][A-Za-z0-9._@:+-]*$', 'A code has only unaccented letters, digits and . _ @ : + -, and no spaces')], verbose_name='Code')),
                ('name', models.CharField(help_text='Name shown; never used to match rows', max_length=200, verbose_name='Vietnamese name')),
                ('name_en', models.CharField(blank=True, default='', max_length=200, verbose_name='English name')),
                ('probability_pct', models.FloatField(help_text='How likely it is; those chosen for a run are scaled to add up to 100 %', validators=[django.core.validators.MinValueValidator(0.0), django.core.validators.MaxValueValidator(100)], verbose_name='Probability (%)')),
                ('quality', models.CharField(choices=[('surveyed', 'Surveyed'), ('published', 'Published'), ('derived', 'Derived'), ('assumed', 'Assumed'), ('illustrative', 'Illustrative')], help_text='Surveyed, published, derived, assumed or illustrative (made up for show); the last two are marked wherever a result rests on them', max_length=40, verbose_name='Quality')),
                ('note', models.TextField(blank=True, default='', help_text='Reason, method, caution', verbose_name='Note')),
                ('source', models.ForeignKey(db_column='source_code', help_text='Code in the data source table', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workspace.datasource', to_field='code', verbose_name='Source')),
            ],
            options={
                'verbose_name': 'Future',
                'verbose_name_plural': 'Futures',
                'db_table': 'future',
                'ordering': ('-probability_pct', 'code'),
            },
        ),
        migrations.CreateModel(
            name='FutureChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(help_text='Unique code by which other tables refer to this row', max_length=80, unique=True, validators=[django.core.validators.RegexValidator('^[A-Za-z0-9][A-Za-z0-9._@:+-]*$', 'A code has only unaccented letters, digits and . _ @ : + -, and no spaces')], verbose_name='Code')),
                ('kind', models.CharField(choices=[('scale_supply', 'Multiply supply'), ('scale_demand', 'Multiply demand'), ('scale_price', 'Multiply price difference'), ('scale_truck_cost', 'Multiply truck cost'), ('close_road', 'Close a road'), ('open_road', 'Open a planned road')], max_length=40, verbose_name='Change')),
                ('target', models.CharField(blank=True, default='', help_text='Code of the commodity, outlet, vehicle or road edge; a number such as QL.26 takes all its edges; * all', max_length=80, verbose_name='Target')),
                ('factor', models.FloatField(blank=True, help_text='Only for the multiplying changes', null=True, validators=[django.core.validators.MinValueValidator(0.0)], verbose_name='Factor')),
                ('year', models.IntegerField(blank=True, help_text='Empty: every stage', null=True, validators=[django.core.validators.MinValueValidator(1990), django.core.validators.MaxValueValidator(2100)], verbose_name='Year')),
                ('note', models.TextField(blank=True, default='', verbose_name='Reason')),
                ('future', models.ForeignKey(db_column='future_code', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspace.future', to_field='code', verbose_name='Future')),
            ],
            options={
                'verbose_name': 'Change of a future',
                'verbose_name_plural': 'Changes of futures',
                'db_table': 'future_change',
                'ordering': ('code',),
            },
        ),
        migrations.CreateModel(
            name='HistoricalFuture',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('code', models.CharField(db_index=True, help_text='Unique code by which other tables refer to this row', max_length=80, validators=[django.core.validators.RegexValidator('^[A-Za-z0-9][A-Za-z0-9._@:+-]*$', 'A code has only unaccented letters, digits and . _ @ : + -, and no spaces')], verbose_name='Code')),
                ('name', models.CharField(help_text='Name shown; never used to match rows', max_length=200, verbose_name='Vietnamese name')),
                ('name_en', models.CharField(blank=True, default='', max_length=200, verbose_name='English name')),
                ('probability_pct', models.FloatField(help_text='How likely it is; those chosen for a run are scaled to add up to 100 %', validators=[django.core.validators.MinValueValidator(0.0), django.core.validators.MaxValueValidator(100)], verbose_name='Probability (%)')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('quality', models.CharField(choices=[('surveyed', 'Surveyed'), ('published', 'Published'), ('derived', 'Derived'), ('assumed', 'Assumed'), ('illustrative', 'Illustrative')], help_text='Surveyed, published, derived, assumed or illustrative (made up for show); the last two are marked wherever a result rests on them', max_length=40, verbose_name='Quality')),
                ('note', models.TextField(blank=True, default='', help_text='Reason, method, caution', verbose_name='Note')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(blank=True, db_column='source_code', db_constraint=False, help_text='Code in the data source table', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='workspace.datasource', to_field='code', verbose_name='Source')),
            ],
            options={
                'verbose_name': 'historical Future',
                'verbose_name_plural': 'historical Futures',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalFutureChange',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('code', models.CharField(db_index=True, help_text='Unique code by which other tables refer to this row', max_length=80, validators=[django.core.validators.RegexValidator('^[A-Za-z0-9][A-Za-z0-9._@:+-]*$', 'A code has only unaccented letters, digits and . _ @ : + -, and no spaces')], verbose_name='Code')),
                ('kind', models.CharField(choices=[('scale_supply', 'Multiply supply'), ('scale_demand', 'Multiply demand'), ('scale_price', 'Multiply price difference'), ('scale_truck_cost', 'Multiply truck cost'), ('close_road', 'Close a road'), ('open_road', 'Open a planned road')], max_length=40, verbose_name='Change')),
                ('target', models.CharField(blank=True, default='', help_text='Code of the commodity, outlet, vehicle or road edge; a number such as QL.26 takes all its edges; * all', max_length=80, verbose_name='Target')),
                ('factor', models.FloatField(blank=True, help_text='Only for the multiplying changes', null=True, validators=[django.core.validators.MinValueValidator(0.0)], verbose_name='Factor')),
                ('year', models.IntegerField(blank=True, help_text='Empty: every stage', null=True, validators=[django.core.validators.MinValueValidator(1990), django.core.validators.MaxValueValidator(2100)], verbose_name='Year')),
                ('note', models.TextField(blank=True, default='', verbose_name='Reason')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('future', models.ForeignKey(blank=True, db_column='future_code', db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='workspace.future', to_field='code', verbose_name='Future')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical Change of a future',
                'verbose_name_plural': 'historical Changes of futures',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='ResultFuture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plan', models.CharField(blank=True, default='', help_text='expected, worst, regret: best by each criterion; only:CODE: for that future alone; mean: for the average', max_length=100, verbose_name='Plan')),
                ('future_code', models.CharField(blank=True, default='', max_length=80, verbose_name='Future')),
                ('future_name', models.CharField(blank=True, default='', max_length=420, verbose_name='Name of the future')),
                ('probability_pct', models.FloatField(validators=[django.core.validators.MinValueValidator(0.0)], verbose_name='Probability, scaled (%)')),
                ('cost_vnd', models.FloatField(blank=True, help_text='With flows decided for this future; empty where the sites cannot serve it', null=True, verbose_name='Cost (VND)')),
                ('regret_low_vnd', models.FloatField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(0.0)], verbose_name='Regret at least (VND)')),
                ('regret_high_vnd', models.FloatField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(0.0)], verbose_name='Regret at most (VND)')),
                ('run', models.ForeignKey(db_column='run_code', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspace.run', to_field='code', verbose_name='Run')),
            ],
            options={
                'verbose_name': 'Result: plan by future',
                'verbose_name_plural': 'Results: plans by future',
                'db_table': 'result_future',
            },
        ),
        migrations.CreateModel(
            name='ResultStaging',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('built', models.CharField(choices=[('now', 'Build now'), ('later', 'Only if'), ('never', 'Never')], max_length=40, verbose_name='When to build')),
                ('futures', models.TextField(blank=True, default='', help_text='Codes, by spaces', verbose_name='Futures that need it')),
                ('probability_pct', models.FloatField(validators=[django.core.validators.MinValueValidator(0.0)], verbose_name='Probability needed (%)')),
                ('module_code', models.CharField(blank=True, default='', max_length=80, verbose_name='Module')),
                ('geometry', banme.workspace.geometry.GeometryField(blank=True, geometry_type='Point', help_text='WGS 84 longitude/latitude (EPSG:4326)', null=True, srid=4326, verbose_name='Geometry')),
                ('run', models.ForeignKey(db_column='run_code', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspace.run', to_field='code', verbose_name='Run')),
                ('site', models.ForeignKey(db_column='site_code', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='workspace.logisticssite', to_field='code', verbose_name='Logistics site')),
            ],
            options={
                'verbose_name': 'Result: staging of a site',
                'verbose_name_plural': 'Results: staging of sites',
                'db_table': 'result_staging',
            },
        ),
    ])
