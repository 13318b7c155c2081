package io.millrace.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.KinesisOptions;
import io.millrace.testing.Fault;
import io.millrace.testing.FaultProxy;
import io.millrace.testing.TestStream;
import io.millrace.testing.TestStream.Acknowledged;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * A stream with records that are 60 hours, 30 hours and no time old, all of them planned, whose retention is shortened before
 * the range is read or in the middle of that.
 */
public class RetentionShortenedTest {
    private static final int STREAMS = 12;
    private static final int EACH = 10;
    private static final int BATCH = 5;

    @ClassRule
    public static final TemporaryFolder TEMP = new TemporaryFolder();

    private static final List<TestStream> FRESH = new ArrayList<>();
    private static final Map<String, List<Acknowledged>> PUT = new HashMap<>();
    private static AgingService service;
    /** Reads the last of the streams; its iteration 0 was planned 30 hours ago. */
    private static Job early;

    private final FaultProxy proxy = FaultProxy.before(service.endpoint());
    private TestStream stream;
    private List<Acknowledged> records;
    private List<String> rows;
    private Job job;
    private PlannedRead plan;

    @BeforeClass
    public static void fill() {
        service = new AgingService(TEMP.getRoot().toPath(), 60);
        for (int i = 0; i < STREAMS; i++) {
            TestStream made = TestStream.create(service.kinesis(), "aging-" + i, 1);
            made.keepFor(72);
            FRESH.add(made);
        }
        put("60 hours old");
        service.passUntil(30);
        put("30 hours old");
        early = Job.iterationsOf(FRESH.get(STREAMS - 1).name()).set(KinesisOptions.ENDPOINT_URL, service.endpoint());
        early.plan();
        service.passUntil(0);
        put("new");
    }

    private static void put(String text) {
        FRESH.replaceAll(each -> each.through(service.kinesis()));
        FRESH.forEach(each -> PUT.computeIfAbsent(each.name(), none -> new ArrayList<>())
                .addAll(each.put(
                        IntStream.range(0, EACH).mapToObj(i -> text + ", " + i).toList())));
    }

    @AfterClass
    public static void stop() {
        service.close();
    }

    @After
    public void close() {
        proxy.close();
    }

    /** Plans all that another of the streams holds. */
    private void takeAnother() {
        take(0);
        plan(Job.iterationsOf(stream.name()));
    }

    private void take(int index) {
        stream = FRESH.remove(index);
        records = PUT.get(stream.name());
        rows = records.stream().map(Acknowledged::data).toList();
    }

    private void plan(Job reader) {
        job = reader.set(KinesisOptions.ENDPOINT_URL, proxy.endpoint()).set(KinesisOptions.BATCH_SIZE, BATCH);
        plan = job.plan();
        proxy.heal();
    }

    /** The retention gets shorter just before a call of GetRecords. */
    private void keepForBeforePage(int hours, int page) {
        proxy.on("GetRecords", call -> call == page, Fault.before(() -> stream.keepFor(hours)));
    }

    private LossReport read(String dataLoss) {
        return LossReport.of(job, plan, dataLoss);
    }

    private String expired(int from, int left) {
        return "of stream " + stream.name() + " have expired before they were read: from sequence number "
                + records.get(from).sequenceNumber() + " on, up to but without "
                + records.get(left).sequenceNumber();
    }

    private String overtaken(int last, int left) {
        return "of stream " + stream.name() + " may have expired while the shard was read: after sequence number "
                + records.get(last).sequenceNumber() + ", up to but without "
                + records.get(left).sequenceNumber();
    }

    private List<String> rowsBut(int from, int to) {
        List<String> left = new ArrayList<>(rows.subList(0, from));
        left.addAll(rows.subList(to, rows.size()));
        return left;
    }

    @Test
    public void whatAShorterRetentionHasTakenBetweenPlanAndReadIsNamed() {
        takeAnother();
        read("fail").skipped(rows, 0);
        for (int kept : new int[] {EACH, 2 * EACH}) {
            stream.keepFor(kept == EACH ? 48 : 24);

            read("fail").failed(List.of(), expired(0, kept));
            read("warn").warned(rowsBut(0, kept), expired(0, kept));
            read("skip").skipped(rowsBut(0, kept), 1);
        }
    }

    @Test
    public void aRangeOfWhichNothingIsLeftEndsWhereTheNextIterationBegins() throws Exception {
        take(FRESH.size() - 1);
        stream.keepFor(24);
        plan(early);
        String all = "from sequence number " + records.get(0).sequenceNumber() + " on, up to "
                + records.get(2 * EACH - 1).sequenceNumber();

        read("fail").failed(List.of(), all);
        read("warn").warned(List.of(), all);
        read("skip").skipped(List.of(), 1);
        assertThat(LossReport.texts(job.copy().iteration(1).read())).isEqualTo(rows.subList(2 * EACH, 3 * EACH));
    }

    @Test
    public void theIterationAfterItHasWhatWasPutSinceAndNothingTwice() throws Exception {
        takeAnother();
        stream.keepFor(24);
        stream.put(List.of("later"));

        assertThat(LossReport.texts(job.copy().iteration(1).read())).containsExactly("later");
    }

    @Test
    public void whatExpiresBetweenTwoPagesIsNamedAndWhatIsLeftIsReadOnce() {
        int cut = 3 * BATCH;
        takeAnother();
        keepForBeforePage(24, 3);
        read("fail").failed(rows.subList(0, cut), overtaken(cut - 1, 2 * EACH));

        takeAnother();
        keepForBeforePage(24, 3);
        read("warn").warned(rowsBut(cut, 2 * EACH), overtaken(cut - 1, 2 * EACH));
    }

    @Test
    public void whereverInTheRangeTheHorizonOvertakesTheReaderOneStretchIsCounted() {
        for (int page = 0; page * BATCH < 2 * EACH; page++) {
            takeAnother();
            keepForBeforePage(24, page);
            read("skip").skipped(rowsBut(page * BATCH, 2 * EACH), 1);
        }
    }

    @Test
    public void aReaderPastWhatExpiresLosesNothing() {
        takeAnother();
        // The last record of the page before decides, and this one is new.
        keepForBeforePage(24, 2 * EACH / BATCH + 1);
        read("fail").skipped(rows, 0);
    }

    @Test
    public void theLastRecordReadMayExpireWithNothingAfterItWhichCannotBeToldFromALoss() {
        takeAnother();
        keepForBeforePage(24, 2 * EACH / BATCH);
        read("warn").warned(rows, overtaken(2 * EACH - 1, 2 * EACH));
    }

    @Test
    public void twoStretchesOfOneRangeAreTwoLosses() {
        takeAnother();
        stream.keepFor(48);
        keepForBeforePage(24, 1);

        List<String> left = new ArrayList<>(rows.subList(EACH, EACH + BATCH));
        left.addAll(rows.subList(2 * EACH, 3 * EACH));
        read("warn").warned(left, expired(0, EACH), overtaken(EACH + BATCH - 1, 2 * EACH));
    }
}
