-- The top 10 errors by region and page in all that the stream holds now: its retention is a window that slides along with
-- time. Nothing is stored for it, so it can be asked for at any time. Needs the tables of create-tables.hql.
--
--   bin/millrace hive -f examples/hql/sliding-window.hql

SET kinesis.checkpoint.enabled = false;

SELECT region, page, count(*) AS errors
FROM access_by_region
WHERE status >= 400
GROUP BY region, page
ORDER BY errors DESC, region, page
LIMIT 10;
