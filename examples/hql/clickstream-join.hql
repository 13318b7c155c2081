-- Which ad campaigns bring how many visits and sales, by section of the site: one iteration of a stream of clicks, a DynamoDB
-- table of campaigns, and a table of files, in one query.
--
--   bin/millrace hive -f examples/hql/clickstream-join.hql --hivevar stream=clicks --hivevar campaigns=campaigns \
--     --hivevar iteration=0
--
-- The clicks are JSON such as {"visitor": "v1", "page": "/shoes/1", "campaign": "c7", "action": "visit"}; the items of the DynamoDB
-- table have the attributes campaign_id (S), title (S), budget (N) and channels (SS).

CREATE EXTERNAL TABLE IF NOT EXISTS clicks (visitor STRING, page STRING, campaign STRING, action STRING)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.JsonSerDe'
STORED BY 'io.millrace.hive.KinesisStorageHandler'
TBLPROPERTIES ('kinesis.stream.name' = '${hivevar:stream}');

CREATE EXTERNAL TABLE IF NOT EXISTS campaigns (id STRING, title STRING, budget DECIMAL(10, 2), channels ARRAY<STRING>)
STORED BY 'io.millrace.hive.DynamoDbStorageHandler'
TBLPROPERTIES ('dynamodb.table.name' = '${hivevar:campaigns}', 'dynamodb.column.mapping' = 'id:campaign_id');

CREATE TABLE IF NOT EXISTS sections (prefix STRING, section STRING)
ROW FORMAT DELIMITED FIELDS TERMINATED BY '\t'
STORED AS TEXTFILE;

SET kinesis.checkpoint.enabled = true;
SET kinesis.checkpoint.metastore.table.name = millrace_iterations;
SET kinesis.checkpoint.logical.name = campaigns;
SET kinesis.checkpoint.iteration.no = ${hivevar:iteration};

SELECT campaigns.title, sections.section, campaigns.budget,
  count(DISTINCT clicks.visitor) AS visitors,
  sum(CASE WHEN clicks.action = 'sale' THEN 1 ELSE 0 END) AS sales
FROM clicks
JOIN campaigns ON clicks.campaign = campaigns.id
JOIN sections ON regexp_extract(clicks.page, '^(/[^/]*)', 1) = sections.prefix
WHERE array_contains(campaigns.channels, 'web')
GROUP BY campaigns.title, sections.section, campaigns.budget
ORDER BY visitors DESC, title, section;
