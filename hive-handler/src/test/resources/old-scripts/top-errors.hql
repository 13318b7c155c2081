set kinesis.checkpoint.enabled=false;

SELECT request, count(*) AS errors
FROM apachelog
WHERE status = '404'
GROUP BY request
ORDER BY errors DESC, request
LIMIT 10;
