-- The past of an application that has run for a while, relative to today: partitions as somebody
-- made them by hand until yesterday, the oldest of them past their retention, and their rows.

DO $$
DECLARE
    today date := (now() AT TIME ZONE 'UTC')::date;
    first date;
BEGIN
    -- events: the last 15 days
    FOR first IN SELECT generate_series(today - 15, today - 1, interval '1 day') LOOP
        EXECUTE format('CREATE TABLE %I PARTITION OF events FOR VALUES FROM (%L) TO (%L)',
                       'events__' || to_char(first, 'YYYY_MM_DD'),
                       first || ' 00:00:00+00', first + 1 || ' 00:00:00+00');
    END LOOP;

    -- audit_log: the last 9 months
    FOR first IN SELECT date_trunc('month', today) - make_interval(months => back)
                   FROM generate_series(9, 1, -1) AS back LOOP
        EXECUTE format('CREATE TABLE %I PARTITION OF audit_log FOR VALUES FROM (%L) TO (%L)',
                       'audit_log__' || to_char(first, 'YYYY_MM'), first, (first + interval '1 month')::date);
    END LOOP;

    -- orders: the first 8000 ids
    FOR thousand IN 0 .. 7 LOOP
        EXECUTE format('CREATE TABLE %I PARTITION OF orders FOR VALUES FROM (%L) TO (%L)',
                       'orders__' || thousand * 1000, thousand * 1000, (thousand + 1) * 1000);
    END LOOP;
END
$$;

INSERT INTO events (occurred_at, kind, customer_id, payload)
SELECT moment,
       (ARRAY['page-viewed', 'cart-filled', 'checkout-begun', 'signed-in'])[1 + floor(random() * 4)],
       1 + floor(random() * 500),
       jsonb_build_object('ms', floor(random() * 900))
  FROM generate_series(date_trunc('day', now(), 'UTC') - interval '15 days',
                       date_trunc('day', now(), 'UTC') - interval '1 second', interval '2 minutes') AS moment;

INSERT INTO audit_log (logged_on, actor, action)
SELECT day,
       (ARRAY['ann', 'bob', 'cleo', 'nightly-job'])[1 + floor(random() * 4)],
       (ARRAY['changed a price', 'refunded an order', 'closed an account'])[1 + floor(random() * 3)]
  FROM generate_series(date_trunc('month', now() AT TIME ZONE 'UTC') - interval '9 months',
                       date_trunc('month', now() AT TIME ZONE 'UTC') - interval '1 day', interval '1 day') AS day,
       generate_series(1, 20);

INSERT INTO orders (ordered_at, customer_id, amount)
SELECT now() - interval '21 days' + number * interval '4 minutes',
       1 + floor(random() * 500),
       round((5 + random() * 195)::numeric, 2)
  FROM generate_series(1, 7400) AS number;
