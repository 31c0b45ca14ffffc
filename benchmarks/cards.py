"""Processes as a provider has them after some years: seven of ten have ended, the rest are spread over the year."""

from sqlalchemy.ext.asyncio import AsyncEngine

COORDINATORS = 10
PROCESSES_PER_SUPERVISOR = 50

_ID = "md5('{} ' || n)::uuid"
_PHASE = """CASE WHEN n % 10 < 7 THEN (ARRAY['closed', 'renewed', 'redirected', 'declined', 'expired'])[1 + n % 5]
    ELSE (ARRAY['screening', 'matching', 'proposal', 'contract', 'sessions', 'sessions', 'continuation'])
    [1 + (n / 10) % 7] END"""
_COORDINATOR = f"""CASE WHEN n % 4 > 0 THEN md5('coordinator ' || (n / 4) % {COORDINATORS})::uuid END"""
_NAME = """initcap(translate(substr(md5('word ' || n / 5), 1, 8), '0123456789', 'ghijklmnop')) || ' '
    || (ARRAY['kaupunki', 'oy', 'ry', 'sairaala', 'kunta'])[1 + (n / 5) % 5]"""

_CARDS = f"""
INSERT INTO process_card (process_id, number, began_at, language, audience, organisation_name, search_text,
    organisation_id, supervisor_id, coordinator_id, phase, phase_since, next_at, late_level, draft_late_level,
    awaited_level, consents_refused, sessions_total, sessions_held, sessions_cancelled, sessions_no_show,
    invoices, invoiced_cents, trial_sessions)
SELECT id, 'TO-' || 1000 + n, began, 'fi',
    (ARRAY['individual', 'pair', 'manager', 'group', 'leadership', 'work_community'])[1 + n % 6],
    name, (1000 + n) || ' ' || lower(name), md5('organisation ' || n / 5)::uuid, supervisor, coordinator,
    phase, began, CASE WHEN n % 10 >= 7 THEN began + (n % 300) * interval '1 day' END, 0, 0, 0, 0,
    16, n % 16, 1, 1, n % 12, 30000 * (n % 12), 0
FROM (SELECT n, {_ID.format("process")} AS id, timestamptz '2022-01-01' + n * interval '7 minutes' AS began,
    {_NAME} AS name, {_COORDINATOR} AS coordinator, {_PHASE} AS phase,
    md5('supervisor ' || n % greatest($1 / {PROCESSES_PER_SUPERVISOR}, 1))::uuid AS supervisor
    FROM generate_series(1, $1::int) AS n) AS made
"""
_SESSIONS = """
INSERT INTO process_session (session_id, process_id, supervisor_id, number, starts_at, ends_at, confirm_by, status,
    trial)
SELECT md5(process_id::text || k)::uuid, process_id, supervisor_id, k, began_at + k * interval '21 days',
    began_at + k * interval '21 days' + interval '90 minutes', began_at + k * interval '21 days' + interval '5 days',
    CASE WHEN k < 8 THEN 'held' ELSE 'planned' END, false
FROM process_card, generate_series(1, 16) AS k WHERE phase = 'sessions'
"""
_TASKS = """
INSERT INTO task (process_id, kind, about, role, coordinator_id, since, due_at, escalated)
SELECT process_id, 'decide_screening', '', 'coordinator', coordinator_id, began_at, next_at,
    substr(process_id::text, 1, 1) = '0'
FROM process_card WHERE phase IN ('screening', 'matching', 'proposal', 'contract', 'continuation')
"""


async def fill(engine: AsyncEngine, processes: int) -> None:
    """So many cards, with the sessions and tasks of those that are open."""
    async with engine.begin() as connection:
        await connection.exec_driver_sql(_CARDS, (processes,))
        await connection.exec_driver_sql(_SESSIONS)
        await connection.exec_driver_sql(_TASKS)
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        await connection.exec_driver_sql("VACUUM ANALYZE")
