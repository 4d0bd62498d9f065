"""Papers of more than releases: their kind, their source, and the stage and the moment that they were asked for in."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0001_initial'),
        ('scorecards', '0005_places_and_release'),
        ('units', '0004_stored_files_and_aliases'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(model_name='document', name='done_document'),
        migrations.AddField(
            model_name='document',
            name='approval',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scorecards.approval', verbose_name='送审稿'),
        ),
        migrations.AddField(
            model_name='document',
            name='card',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scorecards.card', verbose_name='评分表'),
        ),
        migrations.AddField(
            model_name='document',
            name='draft',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scorecards.releasedraft', verbose_name='通报稿'),
        ),
        migrations.AddField(
            model_name='document',
            name='kind',
            field=models.CharField(choices=[('ranking', '排名表'), ('round', '全期排名表'), ('correction', '更正说明'), ('feedback', '得分反馈单'), ('feedbacks', '得分反馈单合订本'), ('approval', '送审稿'), ('notice', '公示名单'), ('signing', '签批单')], default='ranking', max_length=10, verbose_name='种类'),
        ),
        migrations.AddField(
            model_name='document',
            name='notice',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scorecards.publicnotice', verbose_name='公示'),
        ),
        migrations.AddField(
            model_name='document',
            name='ordered_at',
            field=models.DateTimeField(null=True, verbose_name='要求生成的时间'),
        ),
        migrations.AddField(
            model_name='document',
            name='round',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scorecards.round', verbose_name='期次'),
        ),
        migrations.AddField(
            model_name='document',
            name='source',
            field=models.BinaryField(null=True, verbose_name='依据'),
        ),
        migrations.AddField(
            model_name='document',
            name='stage',
            field=models.CharField(default='released', max_length=10, verbose_name='生成时的阶段'),
        ),
        migrations.RunSQL(
            """
            UPDATE reports_document document
            SET kind = 'ranking', stage = 'released', round_id = one.round_id, ordered_at = release.released_at
            FROM scorecards_release release JOIN scorecards_group one ON one.id = release.group_id
            WHERE release.id = document.release_id;
            SET CONSTRAINTS ALL IMMEDIATE;
            """,
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name='document',
            name='kind',
            field=models.CharField(choices=[('ranking', '排名表'), ('round', '全期排名表'), ('correction', '更正说明'), ('feedback', '得分反馈单'), ('feedbacks', '得分反馈单合订本'), ('approval', '送审稿'), ('notice', '公示名单'), ('signing', '签批单')], max_length=10, verbose_name='种类'),
        ),
        migrations.AlterField(
            model_name='document',
            name='ordered_at',
            field=models.DateTimeField(verbose_name='要求生成的时间'),
        ),
        migrations.AlterField(
            model_name='document',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scorecards.round', verbose_name='期次'),
        ),
        migrations.AlterField(
            model_name='document',
            name='stage',
            field=models.CharField(max_length=10, verbose_name='生成时的阶段'),
        ),
        migrations.AlterField(
            model_name='document',
            name='face',
            field=models.CharField(blank=True, choices=[('leaders', '领导参阅版'), ('formal', '正式版')], max_length=10, verbose_name='版式'),
        ),
        migrations.AlterField(
            model_name='document',
            name='release',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='scorecards.release', verbose_name='通报'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='done_document', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" = \'done\')', func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a2661a728905651b14ac9f2e6c088e2197b28bfe', operation='UPDATE OR DELETE', pgid='pgtrigger_done_document_9b5f3', table='reports_document', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='document_of_one_source', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."face" IS DISTINCT FROM (NEW."face") OR OLD."round_id" IS DISTINCT FROM (NEW."round_id") OR OLD."release_id" IS DISTINCT FROM (NEW."release_id") OR OLD."card_id" IS DISTINCT FROM (NEW."card_id") OR OLD."approval_id" IS DISTINCT FROM (NEW."approval_id") OR OLD."notice_id" IS DISTINCT FROM (NEW."notice_id") OR OLD."draft_id" IS DISTINCT FROM (NEW."draft_id") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."stage" IS DISTINCT FROM (NEW."stage"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='48750f2b49aa27cd5a25ba63a96353d49b962cad', operation='UPDATE', pgid='pgtrigger_document_of_one_source_c5aa0', table='reports_document', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approval__isnull', True), ('card__isnull', True), ('draft__isnull', True), ('kind', 'ranking'), ('notice__isnull', True), ('release__isnull', False), ('source__isnull', True)), models.Q(('approval__isnull', True), ('card__isnull', True), ('draft__isnull', True), ('kind', 'round'), ('notice__isnull', True), ('release__isnull', True), ('source__isnull', False)), models.Q(('approval__isnull', True), ('card__isnull', True), ('draft__isnull', True), ('kind', 'correction'), ('notice__isnull', True), ('release__isnull', False), ('source__isnull', True)), models.Q(('approval__isnull', True), ('card__isnull', False), ('draft__isnull', True), ('kind', 'feedback'), ('notice__isnull', True), ('release__isnull', True), ('source__isnull', False)), models.Q(('approval__isnull', True), ('card__isnull', True), ('draft__isnull', True), ('kind', 'feedbacks'), ('notice__isnull', True), ('release__isnull', True), ('source__isnull', False)), models.Q(('approval__isnull', False), ('card__isnull', True), ('draft__isnull', True), ('kind', 'approval'), ('notice__isnull', True), ('release__isnull', True), ('source__isnull', True)), models.Q(('approval__isnull', True), ('card__isnull', True), ('draft__isnull', True), ('kind', 'notice'), ('notice__isnull', False), ('release__isnull', True), ('source__isnull', True)), models.Q(('approval__isnull', True), ('card__isnull', True), ('draft__isnull', False), ('kind', 'signing'), ('notice__isnull', True), ('release__isnull', True), ('source__isnull', False)), _connector='OR'), name='document_names_its_source'),
        ),
    ]
