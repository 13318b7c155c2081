package io.millrace.hive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.hive.dynamodb.ItemTables;
import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** DynamoDB tables in Hive: what their items become, what is refused, and a join with a stream and files. */
public class DynamoDbTableTest {
    private static HiveSession hive;

    private final String name = "items" + UUID.randomUUID().toString().replace("-", "");
    private final DynamoDbClient dynamo = LocalServices.get().dynamoDb();

    @BeforeClass
    public static void start() {
        hive = LocalHive.session();
    }

    @AfterClass
    public static void stop() {
        hive.close();
    }

    @Before
    public void createTable() {
        ItemTables.create(dynamo, name, "id");
    }

    @After
    public void dropTable() {
        LocalServices.get().dropTable(name);
        dynamo.close();
    }

    private void put(String id, Map<String, AttributeValue> others) {
        Map<String, AttributeValue> item = new TreeMap<>(others);
        item.put("id", AttributeValue.fromS(id));
        dynamo.putItem(request -> request.tableName(name).item(item));
    }

    private String create(String columns, String... properties) {
        List<String> all = new ArrayList<>(List.of(properties));
        all.add("'dynamodb.table.name'='" + name + "'");
        return "CREATE EXTERNAL TABLE " + name + " (" + columns
                + ") STORED BY 'io.millrace.hive.DynamoDbStorageHandler' TBLPROPERTIES (" + String.join(", ", all)
                + ")";
    }

    @Test
    public void eachTypeOfDynamoDbIsAColumn() {
        put(
                "all",
                Map.of(
                        "Count", AttributeValue.fromN("-12"),
                        "price", AttributeValue.fromN("12.50"),
                        "open", AttributeValue.fromBool(true),
                        "raw", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, (byte) 0xff})),
                        "tags", AttributeValue.fromSs(List.of("x", "y")),
                        "numbers", AttributeValue.fromNs(List.of("7")),
                        "list",
                                AttributeValue.fromL(
                                        List.of(AttributeValue.fromS("first"), AttributeValue.fromNul(true))),
                        "by_name", AttributeValue.fromM(Map.of("k", AttributeValue.fromN("5"))),
                        "place", AttributeValue.fromM(Map.of("city", AttributeValue.fromS("Rome")))));
        put("none", Map.of("price", AttributeValue.fromNul(true)));
        hive.run(create(
                "id STRING, n INT, price DECIMAL(6,2), open BOOLEAN, raw BINARY, tags ARRAY<STRING>,"
                        + " numbers ARRAY<BIGINT>, list ARRAY<STRING>, by_name MAP<STRING, DOUBLE>,"
                        + " place STRUCT<city: STRING, zip: INT>",
                "'dynamodb.column.mapping'='n:Count'"));
        for (String engine : List.of("mr", "tez")) {
            hive.set("hive.execution.engine", engine);
            assertThat(hive.run(
                            "SELECT id, n, price, open, hex(raw), size(tags), numbers[0], list[0], list[1], by_name['k'],"
                                    + " place.city, place.zip FROM " + name + " ORDER BY id"))
                    .as(engine)
                    .containsExactly(
                            "all|-12|12.50|true|00FF|2|7|first|null|5.0|Rome|null",
                            "none|null|null|null|null|-1|null|null|null|null|null|null");
        }
    }

    @Test
    public void allPagesAreRead() {
        String text = "x".repeat(300_000);
        IntStream.range(0, 12).forEach(i -> put("item " + i, Map.of("text", AttributeValue.fromS(text))));
        hive.run(create("id STRING, text STRING"));

        assertThat(hive.run("SELECT count(*), count(DISTINCT id), min(length(text)) FROM " + name))
                .containsExactly("12|12|300000");
    }

    @Test
    public void aValueOfAnotherTypeIsNamed() {
        put("odd", Map.of("n", AttributeValue.fromN("1.5")));
        hive.run(create("id STRING, n INT"));

        assertThat(hive.refusal("SELECT n FROM " + name))
                .contains(
                        "the item with id = 'odd' (S) of the DynamoDB table " + name,
                        "column n, attribute n: 1.5 (N) is no int");
    }

    @Test
    public void whatCanNotBeShownIsRefusedAtOnce() {
        assertThat(hive.refusal(create("id STRING").replace(name + "')", name.substring(0, name.length() - 1) + "')")))
                .contains("there is no DynamoDB table", "; did you mean " + name + "?");
        assertThat(hive.refusal(create("id TIMESTAMP")))
                .contains("column id has the type timestamp; allowed are string");
        assertThat(hive.refusal(create("id STRING", "'dynamodb.column.mapping'='x:id'")))
                .contains("names x, which is no column");
        assertThat(hive.refusal(create("id STRING", "'dynamodb.column.mapping'='id'")))
                .contains("has 'id'; allowed are column:attribute pairs");
        assertThat(hive.refusal(create("id STRING", "'dynamodb.tabel'='x'")))
                .contains("unknown property dynamodb.tabel; allowed are dynamodb.column.mapping");
    }

    @Test
    public void itIsOnlyReadAndOutlivesItsTableInHive() {
        put("kept", Map.of());
        hive.run(create("id STRING"));

        assertThat(hive.refusal("INSERT INTO " + name + " VALUES ('new')")).contains("can only be read");
        hive.run("DROP TABLE " + name);

        assertThat(dynamo.scan(request -> request.tableName(name)).items())
                .containsExactly(Map.of("id", AttributeValue.fromS("kept")));
    }

    @Test
    public void clicksAreJoinedWithCampaignsAndFiles() throws Exception {
        TestStream clicks = TestStream.create(3);
        String campaigns = "campaigns_" + clicks.name();
        hive.run("CREATE DATABASE join_" + clicks.name());
        hive.run("USE join_" + clicks.name());
        hive.set("hivevar:stream", clicks.name());
        hive.set("hivevar:campaigns", campaigns);
        hive.set("hivevar:iteration", "0");
        ItemTables.create(dynamo, campaigns, "campaign_id");
        for (int i = 0; i < 5; i++) {
            Map<String, AttributeValue> item = Map.of(
                    "campaign_id", AttributeValue.fromS("c" + i),
                    "title", AttributeValue.fromS("campaign " + i),
                    "budget", AttributeValue.fromN(i * 100 + ".5"),
                    "channels", AttributeValue.fromSs(i == 4 ? List.of("mail") : List.of("mail", "web")));
            dynamo.putItem(request -> request.tableName(campaigns).item(item));
        }
        Map<String, Set<String>> visitors = new TreeMap<>();
        Map<String, Integer> sales = new TreeMap<>();
        List<String> records = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            int campaign = i % 6;
            String section = i % 5 == 0 ? "hats" : "shoes";
            String page = i % 7 == 0 ? "/elsewhere/1" : "/" + section + "/" + i;
            String action = i % 11 == 0 ? "sale" : "visit";
            records.add("{\"visitor\": \"v" + i % 40 + "\", \"page\": \"" + page + "\", \"campaign\": \"c" + campaign
                    + "\", \"action\": \"" + action + "\"}");
            if (campaign < 4 && i % 7 != 0) {
                String group = "campaign " + campaign + "|All " + section + "|" + campaign * 100 + ".50";
                visitors.computeIfAbsent(group, any -> new HashSet<>()).add("v" + i % 40);
                sales.merge(group, action.equals("sale") ? 1 : 0, Integer::sum);
            }
        }
        clicks.put(records);
        // As the query orders them: most visitors first, then by title and section, which the group begins with.
        List<String> expected = visitors.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, Set<String>>>comparingInt(
                                group -> -group.getValue().size())
                        .thenComparing(Map.Entry::getKey))
                .map(group -> group.getKey() + "|" + group.getValue().size() + "|" + sales.get(group.getKey()))
                .toList();
        for (String statement : Examples.statements("clickstream-join.hql").subList(0, 3)) {
            hive.run(statement);
        }
        hive.run("INSERT INTO sections VALUES ('/hats', 'All hats'), ('/shoes', 'All shoes')");
        for (String engine : List.of("mr", "tez")) {
            hive.set("hive.execution.engine", engine);
            assertThat(Examples.run(hive, "clickstream-join.hql")).as(engine).containsExactlyElementsOf(expected);
            clicks.put(List.of("{\"visitor\": \"late\", \"page\": \"/hats/1\", \"campaign\": \"c1\"}"));
        }
        LocalServices.get().dropTable(campaigns);
    }
}
