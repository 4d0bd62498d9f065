"""One function removes a trial round (演练) whole; nothing else lets the running system delete what is sealed.

It stands in this room because it names the tables of every room below. It is the owner's (SECURITY DEFINER), and
`grants` lets the runtime role call it. What it takes as the trial's comes from the history, which nobody can change:
a round that was ever real past 筹备 is refused, and so is a group, a card or a mark that ever was another round's.
"""

from typing import ClassVar

from django.db import migrations

_CREATE = """
CREATE FUNCTION remove_trial_round(wanted bigint) RETURNS text[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE
    groups bigint[];
    cards bigint[];
    marks bigint[];
    releases bigint[];
    proofs bigint[];
    files bigint[];
    runs bigint[];
    run_keys text[];
    pages text[];
    paths text[];
    contexts uuid[] := '{}';
    aside text[];
    step record;
BEGIN
    PERFORM pg_advisory_xact_lock(7101, wanted::integer);
    PERFORM FROM scorecards_round WHERE id = wanted AND is_trial FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'round % is not a trial', wanted;
    END IF;
    IF EXISTS (SELECT FROM scorecards_roundevent
               WHERE pgh_obj_id = wanted AND NOT is_trial AND phase <> 'preparing') THEN
        RAISE EXCEPTION 'round % was not always a trial', wanted;
    END IF;

    groups := ARRAY(SELECT DISTINCT pgh_obj_id FROM scorecards_groupevent WHERE round_id = wanted);
    cards := ARRAY(SELECT DISTINCT pgh_obj_id FROM scorecards_cardevent WHERE group_id = ANY(groups));
    marks := ARRAY(SELECT DISTINCT pgh_obj_id FROM scorecards_markevent WHERE card_id = ANY(cards));
    IF EXISTS (SELECT FROM scorecards_groupevent WHERE pgh_obj_id = ANY(groups) AND round_id <> wanted)
       OR EXISTS (SELECT FROM scorecards_cardevent
                  WHERE pgh_obj_id = ANY(cards) AND NOT group_id = ANY(groups))
       OR EXISTS (SELECT FROM scorecards_markevent
                  WHERE pgh_obj_id = ANY(marks) AND NOT card_id = ANY(cards)) THEN
        RAISE EXCEPTION 'something in round % was another round''s', wanted;
    END IF;
    releases := ARRAY(SELECT id FROM scorecards_release WHERE group_id = ANY(groups));
    IF EXISTS (SELECT FROM scorecards_release
               WHERE id = ANY(releases) AND position('"is_trial":true'::bytea IN snapshot) = 0) THEN
        RAISE EXCEPTION 'round % was released as no trial', wanted;
    END IF;

    proofs := ARRAY(SELECT DISTINCT evidence_id FROM scorecards_markevidenceevent WHERE mark_id = ANY(marks));
    files := ARRAY(
        SELECT file_id FROM scorecards_evidenceevent WHERE pgh_obj_id = ANY(proofs) AND file_id IS NOT NULL
        UNION SELECT file_id FROM scorecards_cardpaperevent WHERE card_id = ANY(cards) AND file_id IS NOT NULL
        UNION SELECT file_id FROM scorecards_tallysheetevent WHERE mark_id = ANY(marks) AND file_id IS NOT NULL
        UNION SELECT file_id FROM scorecards_exceptionlistevent WHERE round_id = wanted AND file_id IS NOT NULL
        UNION SELECT approval_file_id FROM scorecards_release
              WHERE id = ANY(releases) AND approval_file_id IS NOT NULL);
    runs := ARRAY(SELECT run_id FROM reports_document WHERE round_id = wanted);
    run_keys := ARRAY(SELECT key FROM units_jobrun WHERE id = ANY(runs));
    pages := ARRAY(
        SELECT 'rounds/' || wanted
        UNION ALL SELECT 'groups/' || one FROM unnest(groups) AS one
        UNION ALL SELECT 'cards/' || one FROM unnest(cards) AS one
        UNION ALL SELECT 'marks/' || one FROM unnest(marks) AS one
        UNION ALL SELECT 'releases/' || one FROM unnest(releases) AS one
        UNION ALL SELECT 'documents/' || id FROM reports_document WHERE round_id = wanted
        UNION ALL SELECT 'approvals/' || id FROM scorecards_approval WHERE round_id = wanted
        UNION ALL SELECT 'public-notices/' || id FROM scorecards_publicnotice WHERE round_id = wanted
        UNION ALL SELECT 'release-drafts/' || id FROM scorecards_releasedraft WHERE round_id = wanted
        UNION ALL SELECT 'corrections/' || id FROM scorecards_releasecorrection WHERE release_id = ANY(releases)
        UNION ALL SELECT 'rechecks/' || id FROM scorecards_recheck WHERE card_id = ANY(cards)
        UNION ALL SELECT 'lists/' || id FROM scorecards_exceptionlist WHERE round_id = wanted);

    aside := '{%s}';
    aside := aside || ARRAY(SELECT tgname::text FROM pg_trigger WHERE tgname ~ '^pgtrigger_append_only_');
    PERFORM set_config('pgtrigger.ignore', aside::text, true);
    DELETE FROM scorecards_exceptionlist_batches USING scorecards_exceptionlist AS list
        WHERE exceptionlist_id = list.id AND list.round_id = wanted;
    DELETE FROM scorecards_exceptionrow USING scorecards_exceptionlist AS list
        WHERE list_id = list.id AND list.round_id = wanted;
    DELETE FROM scorecards_approval_readers USING scorecards_approval AS approval
        WHERE approval_id = approval.id AND approval.round_id = wanted;

    -- Rows, each before what it hangs on, and then the history that these deletions went into.
    FOR step IN
        SELECT * FROM (VALUES
            ('reports_document', 'round_id', ARRAY[wanted]),
            ('units_jobrun', 'id', runs),
            ('scorecards_releasecorrection', 'release_id', releases),
            ('scorecards_releasedrow', 'release_id', releases),
            ('scorecards_release', 'id', releases),
            ('scorecards_releasedraft', 'round_id', ARRAY[wanted]),
            ('scorecards_approval', 'round_id', ARRAY[wanted]),
            ('scorecards_publicnotice', 'round_id', ARRAY[wanted]),
            ('scorecards_rounddecision', 'round_id', ARRAY[wanted]),
            ('scorecards_roundextension', 'round_id', ARRAY[wanted]),
            ('scorecards_exceptionlist', 'round_id', ARRAY[wanted]),
            ('scorecards_markbatch', 'group_id', groups),
            ('scorecards_recheck', 'card_id', cards),
            ('scorecards_gatehit', 'card_id', cards),
            ('scorecards_highlight', 'card_id', cards),
            ('scorecards_cardpaper', 'card_id', cards),
            ('scorecards_recorduse', 'mark_id', marks),
            ('scorecards_ownitem', 'mark_id', marks),
            ('scorecards_tallysheet', 'mark_id', marks),
            ('scorecards_markevidence', 'mark_id', marks),
            ('scorecards_mark', 'id', marks),
            ('scorecards_card', 'id', cards),
            ('scorecards_grouplabel', 'group_id', groups),
            ('scorecards_groupperiod', 'group_id', groups),
            ('scorecards_group', 'id', groups),
            ('scorecards_round', 'id', ARRAY[wanted]),
            ('scorecards_releasecorrectionevent', 'release_id', releases),
            ('scorecards_releasedraftevent', 'round_id', ARRAY[wanted]),
            ('scorecards_approvalevent', 'round_id', ARRAY[wanted]),
            ('scorecards_publicnoticeevent', 'round_id', ARRAY[wanted]),
            ('scorecards_rounddecisionevent', 'round_id', ARRAY[wanted]),
            ('scorecards_roundextensionevent', 'round_id', ARRAY[wanted]),
            ('scorecards_exceptionlistevent', 'round_id', ARRAY[wanted]),
            ('scorecards_markbatchevent', 'group_id', groups),
            ('scorecards_recheckevent', 'card_id', cards),
            ('scorecards_gatehitevent', 'card_id', cards),
            ('scorecards_highlightevent', 'card_id', cards),
            ('scorecards_cardpaperevent', 'card_id', cards),
            ('scorecards_recorduseevent', 'mark_id', marks),
            ('scorecards_ownitemevent', 'mark_id', marks),
            ('scorecards_tallysheetevent', 'mark_id', marks),
            ('scorecards_markevidenceevent', 'mark_id', marks),
            ('scorecards_markevent', 'card_id', cards),
            ('scorecards_cardevent', 'group_id', groups),
            ('scorecards_grouplabelevent', 'group_id', groups),
            ('scorecards_groupperiodevent', 'group_id', groups),
            ('scorecards_groupevent', 'round_id', ARRAY[wanted]),
            ('scorecards_roundevent', 'pgh_obj_id', ARRAY[wanted])
        ) AS steps (name, field, ids)
    LOOP
        IF step.name LIKE '%event' THEN
            EXECUTE format('WITH gone AS (DELETE FROM %I WHERE %I = ANY($1) RETURNING pgh_context_id) '
                           'SELECT $2 || array_agg(DISTINCT pgh_context_id) FROM gone', step.name, step.field)
                INTO contexts USING step.ids, contexts;
        ELSE
            EXECUTE format('DELETE FROM %I WHERE %I = ANY($1)', step.name, step.field) USING step.ids;
        END IF;
    END LOOP;

    -- A proof that stands nowhere now goes; its history too where it never stood in another round.
    DELETE FROM scorecards_evidence AS one WHERE id = ANY(proofs)
        AND NOT EXISTS (SELECT FROM scorecards_markevidence WHERE evidence_id = one.id);
    WITH gone AS (
        DELETE FROM scorecards_evidenceevent AS one WHERE pgh_obj_id = ANY(proofs)
            AND NOT EXISTS (SELECT FROM scorecards_markevidenceevent WHERE evidence_id = one.pgh_obj_id)
        RETURNING pgh_context_id
    ) SELECT contexts || array_agg(DISTINCT pgh_context_id) INTO contexts FROM gone;
    -- Who and why of an act goes where no kept history names it.
    FOR step IN SELECT table_name AS name FROM information_schema.columns
                WHERE table_schema = 'public' AND column_name = 'pgh_context_id'
    LOOP
        EXECUTE format('SELECT ARRAY(SELECT unnest($1) EXCEPT '
                       'SELECT pgh_context_id FROM %I WHERE pgh_context_id = ANY($1))', step.name)
            INTO contexts USING contexts;
    END LOOP;
    DELETE FROM pghistory_context WHERE id = ANY(contexts);
    -- A file stays while a row or a kept history names it.
    WITH gone AS (
        DELETE FROM units_storedfile AS one WHERE id = ANY(files)
            AND NOT EXISTS (SELECT FROM scorecards_evidence WHERE file_id = one.id)
            AND NOT EXISTS (SELECT FROM scorecards_cardpaper WHERE file_id = one.id)
            AND NOT EXISTS (SELECT FROM scorecards_tallysheet WHERE file_id = one.id)
            AND NOT EXISTS (SELECT FROM scorecards_exceptionlist WHERE file_id = one.id)
            AND NOT EXISTS (SELECT FROM scorecards_release WHERE approval_file_id = one.id)
            AND NOT EXISTS (SELECT FROM scorecards_evidenceevent WHERE file_id = one.id)
            AND NOT EXISTS (SELECT FROM scorecards_cardpaperevent WHERE file_id = one.id)
            AND NOT EXISTS (SELECT FROM scorecards_tallysheetevent WHERE file_id = one.id)
            AND NOT EXISTS (SELECT FROM scorecards_exceptionlistevent WHERE file_id = one.id)
        RETURNING random_path
    ) SELECT array_agg(random_path) INTO paths FROM gone;

    DELETE FROM procrastinate_jobs WHERE args->>'run_key' = ANY(run_keys) AND status <> 'doing';
    DELETE FROM units_notice WHERE substring(url from '([a-z-]+/[0-9]+)/') = ANY(pages);
    DELETE FROM units_submission WHERE substring(result_url from '([a-z-]+/[0-9]+)/') = ANY(pages);
    SET CONSTRAINTS ALL IMMEDIATE;
    SET CONSTRAINTS ALL DEFERRED;
    PERFORM set_config('pgtrigger.ignore', '{}', true);
    RETURN coalesce(paths, '{}');
END
$body$;
"""
_PROTECTED = (
    "pgtrigger_done_document_9b5f3",
    "pgtrigger_correction_kept_200a7",
    "pgtrigger_released_row_sealed_609dc",
    "pgtrigger_sealed_f6c74",
    "pgtrigger_approval_kept_9d059",
    "pgtrigger_public_notice_kept_4f651",
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("reports", "0003_readers_on_approvals"),
        ("scorecards", "0007_trial_for_good"),
        ("units", "0004_stored_files_and_aliases"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(
            [
                _CREATE.replace("{%s}", "{" + ",".join(_PROTECTED) + "}"),
                "REVOKE ALL ON FUNCTION remove_trial_round(bigint) FROM PUBLIC",
            ],
            ["DROP FUNCTION remove_trial_round(bigint)"],
        )
    ]
