-- What is over is not looked at for reminders, and nobody in it is still to be asked again.
UPDATE invitation SET reminders_done = NULL, postponed_until = NULL
WHERE round_id NOT IN (SELECT id FROM round WHERE status = 'open');
