package io.millrace.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.config.KinesisOptions;
import io.millrace.read.ReadCounts;
import io.millrace.testing.Fault;
import io.millrace.testing.FaultProxy;
import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import io.millrace.testing.TestStream.Acknowledged;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * Two shards that were split and merged 30 hours ago, when iteration 0 had been planned on them, with records from before and
 * from after that and from now. A retention of 24 hours takes the parents away, which the stream then forgets.
 */
public class ExpiredParentTest {
    private static final int STREAMS = 10;
    private static final String FIRST = "shardId-000000000000";
    private static final String SECOND = "shardId-000000000001";
    private static final int HOURS = 30;
    private static final int BATCH = 5;

    @ClassRule
    public static final TemporaryFolder TEMP = new TemporaryFolder();

    /** A stream and the reader whose iteration 0 was planned when it was 30 hours ago. */
    private record Prepared(TestStream stream, Job job) {}

    private static final List<Prepared> PREPARED = new ArrayList<>();
    private static final Map<String, List<Acknowledged>> PUT = new HashMap<>();
    private static AgingService service;

    private TestStream stream;
    private Job job;
    private List<Acknowledged> planned;

    @BeforeClass
    public static void prepare() {
        service = new AgingService(TEMP.getRoot().toPath(), HOURS);
        for (int i = 0; i < STREAMS; i++) {
            TestStream made = TestStream.create(service.kinesis(), "family-" + i, 2);
            made.keepFor(48);
            PUT.put(made.name(), made.put(lines("planned")));
            Job reader = Job.iterationsOf(made.name()).set(KinesisOptions.ENDPOINT_URL, service.endpoint());
            reader.plan();
            made.put(lines("not planned"));
            made.reshard();
            made.put(lines("old, in a child"));
            PREPARED.add(new Prepared(made, reader));
        }
        service.passUntil(0);
    }

    @AfterClass
    public static void stop() {
        service.close();
    }

    @Before
    public void take() {
        Prepared prepared = PREPARED.remove(0);
        stream = prepared.stream().through(service.kinesis());
        job = prepared.job()
                .set(KinesisOptions.ENDPOINT_URL, service.endpoint())
                .set(KinesisOptions.BATCH_SIZE, BATCH);
        planned = PUT.get(stream.name());
        stream.put(lines("new"));
    }

    private String loss(String shard, List<Acknowledged> missing) {
        return "records of shard " + shard + " of stream " + stream.name()
                + " have expired before they were read: from sequence number "
                + missing.get(0).sequenceNumber() + " on, up to "
                + missing.get(missing.size() - 1).sequenceNumber();
    }

    private static List<Acknowledged> of(String shard, List<Acknowledged> records) {
        return records.stream().filter(record -> record.shard().equals(shard)).toList();
    }

    private LossReport read(PlannedRead plan, String dataLoss) {
        return LossReport.of(job, plan, dataLoss);
    }

    @Test
    public void anIterationWhoseShardsAreForgottenSaysWhatIsLost() {
        stream.keepFor(24);
        assertThat(stream.openShards()).hasSize(2);
        PlannedRead plan = job.plan();
        String first = loss(FIRST, of(FIRST, planned));
        String second = loss(SECOND, of(SECOND, planned));

        read(plan, "fail").failed(List.of(), first);
        read(plan, "warn").warned(List.of(), first, second);
        read(plan, "skip").skipped(List.of(), 2);
    }

    @Test
    public void aConsumerSaysTheSame() {
        stream.keepFor(24);
        PlannedRead plan = job.plan();
        job.set(KinesisOptions.CONSUMER_ARN, stream.register("reader"));

        read(plan, "fail").failed(List.of(), loss(FIRST, of(FIRST, planned)));
        read(plan, "skip").skipped(List.of(), 2);
    }

    @Test
    public void aParentThatIsForgottenWhileItIsReadEndsThere() {
        for (String call : List.of("GetRecords", "GetShardIterator")) {
            List<Acknowledged> inFirst = of(FIRST, planned);
            List<String> before =
                    inFirst.stream().limit(BATCH).map(Acknowledged::data).toList();
            String lost = "after sequence number " + inFirst.get(BATCH - 1).sequenceNumber() + " up to "
                    + inFirst.get(inFirst.size() - 1).sequenceNumber();
            try (FaultProxy proxy = FaultProxy.before(service.endpoint())) {
                job.set(KinesisOptions.ENDPOINT_URL, proxy.endpoint());
                PlannedRead plan = job.plan();
                // Pages of old records begin anew with an iterator each.
                proxy.on(call, number -> number == 1, Fault.before(() -> stream.keepFor(24)));

                read(plan, "warn").warned(before, lost, loss(SECOND, of(SECOND, planned)));
            }
            if (call.equals("GetRecords")) {
                take();
            }
        }
    }

    @Test
    public void theNextIterationSaysThatParentsWereNotReadToTheirEndsAndGoesOnWithTheChildren() throws Exception {
        stream.keepFor(24);
        makeOld(0);
        job.iteration(1);

        assertThatThrownBy(job::plan)
                .isInstanceOf(CheckpointException.RecordsExpired.class)
                .hasMessageContaining(unread(FIRST))
                .hasMessageContaining(unread(SECOND))
                .hasMessageContaining("shard " + stream.openShards().get(0).shardId() + ", from its beginning on")
                .hasMessageContaining("shard " + stream.openShards().get(1).shardId() + ", from its beginning on")
                .hasMessageEndingWith(
                        "To go on with the records that are left, set kinesis.data.loss to warn or skip.");

        assertThat(LossReport.texts(
                        job.copy().set(KinesisOptions.DATA_LOSS, "skip").read()))
                .containsExactlyInAnyOrderElementsOf(lines("new"));
        assertThat(shardsOf(job.plan())).isEqualTo(open());
        stream.put(lines("later"));
        assertThat(LossReport.texts(job.iteration(2).read())).containsExactlyInAnyOrderElementsOf(lines("later"));
    }

    private String unread(String shard) {
        List<Acknowledged> read = of(shard, planned);
        return "shard " + shard + ", after sequence number "
                + read.get(read.size() - 1).sequenceNumber();
    }

    /** As if an iteration had been planned by a client whose clock goes behind as the service's did. */
    private void makeOld(int iteration) {
        String range = String.format("%s#iteration#%019d", stream.arn(), iteration);
        try (DynamoDbClient tables = LocalServices.get().dynamoDb()) {
            tables.updateItem(request -> request.tableName(job.conf().get(KinesisOptions.CHECKPOINT_TABLE.key()))
                    .key(Map.of(
                            "HashKey",
                            AttributeValue.fromS(job.conf().get(KinesisOptions.LOGICAL_NAME.key())),
                            "RangeKey",
                            AttributeValue.fromS(range)))
                    .conditionExpression("attribute_exists(PlannedAt)")
                    .updateExpression("SET PlannedAt = :then")
                    .expressionAttributeValues(Map.of(
                            ":then",
                            AttributeValue.fromS(
                                    Instant.now().minus(Duration.ofHours(HOURS)).toString()))));
        }
    }

    @Test
    public void parentsThatWereReadToTheirEndsAreNotMissedUnlessTheyAreReadAgain() throws Exception {
        PlannedRead plan = job.iteration(1).plan();
        List<String> all = read(plan, "fail").rows();
        assertThat(all)
                .containsExactlyInAnyOrderElementsOf(Stream.of("not planned", "old, in a child", "new")
                        .flatMap(text -> lines(text).stream())
                        .toList());
        stream.keepFor(24);
        stream.put(lines("later"));

        PlannedRead next = job.copy().iteration(2).plan();
        assertThat(shardsOf(next)).isEqualTo(open());
        assertThat(LossReport.texts(job.read(next, new ReadCounts())))
                .containsExactlyInAnyOrderElementsOf(lines("later"));
        List<String> left = all.stream().filter(row -> row.startsWith("new")).toList();
        read(plan, "skip").skipped(left, 4);
        assertThat(read(plan, "warn").warnings())
                .as("both parents and both children")
                .allMatch(line -> line.contains("have expired before they were read: from sequence number "))
                .hasSize(4);
    }

    @Test
    public void parentsThatAreForgottenBetweenTheirListAndTheirSurveyAreALossOfTheNextIteration() throws Exception {
        try (FaultProxy proxy = forgettingAfterTheList()) {
            job.set(KinesisOptions.ENDPOINT_URL, proxy.endpoint()).iteration(1);

            assertThatThrownBy(job::plan)
                    .isInstanceOf(CheckpointException.RecordsExpired.class)
                    .hasMessageContaining(unread(FIRST))
                    .hasMessageContaining(unread(SECOND))
                    .hasMessageContaining("Nothing was planned or read.");
        }
        job.set(KinesisOptions.ENDPOINT_URL, service.endpoint());
        assertThat(LossReport.texts(
                        job.copy().set(KinesisOptions.DATA_LOSS, "skip").read()))
                .containsExactlyInAnyOrderElementsOf(lines("new"));
    }

    @Test
    public void aReaderThatBeginsThenMissesNothing() throws Exception {
        try (FaultProxy proxy = forgettingAfterTheList()) {
            Job begins = Job.iterationsOf(stream.name()).set(KinesisOptions.ENDPOINT_URL, proxy.endpoint());
            PlannedRead plan = begins.plan();

            assertThat(shardsOf(plan)).isEqualTo(open());
            assertThat(LossReport.texts(begins.read(plan, new ReadCounts())))
                    .containsExactlyInAnyOrderElementsOf(lines("new"));
        }
    }

    @Test
    public void aReadWithoutCheckpointsThenTakesWhatIsLeft() throws Exception {
        try (FaultProxy proxy = forgettingAfterTheList()) {
            Job all = Job.on(stream.name()).set(KinesisOptions.ENDPOINT_URL, proxy.endpoint());

            assertThat(LossReport.texts(all.read())).containsExactlyInAnyOrderElementsOf(lines("new"));
        }
    }

    /** A service that forgets the parents when it has told of them. */
    private FaultProxy forgettingAfterTheList() {
        return FaultProxy.before(service.endpoint())
                .on("ListShards", number -> number == 0, Fault.after(() -> stream.keepFor(24)));
    }

    @Test
    public void aReadWithoutCheckpointsTakesWhatIsLeft() {
        Job all = Job.on(stream.name()).set(KinesisOptions.ENDPOINT_URL, service.endpoint());
        PlannedRead plan = all.plan();
        stream.keepFor(24);

        LossReport report = LossReport.of(all, plan, "fail");
        assertThat(report.rows()).containsExactlyInAnyOrderElementsOf(lines("new"));
        assertThat(report.losses()).isZero();
    }

    private static List<String> shardsOf(PlannedRead plan) {
        return plan.iteration().orElseThrow().shards().stream()
                .map(shard -> shard.shard().value())
                .toList();
    }

    private List<String> open() {
        return stream.openShards().stream().map(Shard::shardId).sorted().toList();
    }

    private static List<String> lines(String text) {
        return IntStream.range(0, 30).mapToObj(i -> text + " " + i).toList();
    }
}
