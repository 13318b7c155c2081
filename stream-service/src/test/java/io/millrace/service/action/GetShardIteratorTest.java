package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Three records, one second apart, in shard 0; shard 1 is empty. */
public class GetShardIteratorTest {
    private static final String ZERO = "shardId-000000000000";
    private static final String ONE = "shardId-000000000001";

    @Rule
    public final RunningService service = new RunningService();

    private final List<String> numbers = new ArrayList<>();
    private Instant begin;

    @Before
    public void put() {
        service.client().createStream(c -> c.streamName("s").shardCount(2));
        begin = service.clock().instant();
        for (String text : List.of("a", "b", "c")) {
            numbers.add(service.putText("s", "a", text));
            service.clock().advance(Duration.ofSeconds(1));
        }
    }

    @Test
    public void trimHorizonIsTheOldestRecordAndLatestTheNext() {
        String latest = service.iterator("s", ZERO, ShardIteratorType.LATEST);

        assertThat(service.textsOf("s", ZERO)).containsExactly("a", "b", "c");
        assertThat(service.textsAt(latest)).isEmpty();
        service.putText("s", "a", "d");
        assertThat(service.textsAt(latest)).containsExactly("d");
    }

    @Test
    public void aSequenceNumberIsIncludedOrLeftOut() {
        assertThat(from(ShardIteratorType.AT_SEQUENCE_NUMBER, numbers.get(1))).containsExactly("b", "c");
        assertThat(from(ShardIteratorType.AFTER_SEQUENCE_NUMBER, numbers.get(1)))
                .containsExactly("c");
        assertThat(from(ShardIteratorType.AFTER_SEQUENCE_NUMBER, numbers.get(2)))
                .isEmpty();
    }

    @Test
    public void theShardsStartingNumberIsAPlaceToo() {
        String start = service.shards("s").get(0).sequenceNumberRange().startingSequenceNumber();

        assertThat(from(ShardIteratorType.AT_SEQUENCE_NUMBER, start)).containsExactly("a", "b", "c");
        assertThat(from(ShardIteratorType.AFTER_SEQUENCE_NUMBER, start)).containsExactly("a", "b", "c");
    }

    @Test
    public void aTrimmedNumberGoesToTheNextGreaterOne() {
        service.clock().advance(Duration.ofHours(24).minusSeconds(1).minusMillis(500));

        assertThat(from(ShardIteratorType.AT_SEQUENCE_NUMBER, numbers.get(0))).containsExactly("c");
        assertThat(from(ShardIteratorType.AFTER_SEQUENCE_NUMBER, numbers.get(0)))
                .containsExactly("c");
    }

    @Test
    public void aNumberBetweenTwoRecordsGoesToTheNextGreaterOne() {
        String between = new BigInteger(numbers.get(0)).add(BigInteger.TWO).toString();

        assertThat(from(ShardIteratorType.AT_SEQUENCE_NUMBER, between)).containsExactly("b", "c");
    }

    @Test
    public void aTimestampIsTheFirstRecordThatArrivedThenOrLater() {
        assertThat(at(begin.minusSeconds(100))).containsExactly("a", "b", "c");
        assertThat(at(begin.plusMillis(1))).containsExactly("b", "c");
        assertThat(at(begin.plusSeconds(2))).containsExactly("c");
        assertThat(at(begin.plusMillis(2001))).isEmpty();
    }

    @Test
    public void aTimestampInTheFutureIsRefused() {
        assertThatThrownBy(() -> at(service.clock().instant().plusSeconds(1)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("timestampInMillis");
    }

    @Test
    public void numbersOfOtherShardsAndStreamsAreRefused() {
        assertThatThrownBy(() -> service.iteratorFrom("s", ONE, ShardIteratorType.AT_SEQUENCE_NUMBER, numbers.get(0)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("It encodes " + ZERO + ", while it was used in a call to a shard with " + ONE);
        assertThatThrownBy(() -> from(ShardIteratorType.AT_SEQUENCE_NUMBER, "12345"))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("StartingSequenceNumber 12345 used in GetShardIterator on shard " + ZERO
                        + " in stream s under account 000000000000 is invalid.");
        service.client().createStream(c -> c.streamName("later").shardCount(1));
        String later = service.putText("later", "a", "x");
        assertThatThrownBy(() -> from(ShardIteratorType.AT_SEQUENCE_NUMBER, later))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining(
                        "StartingSequenceNumber " + later + " used in GetShardIterator on shard " + ZERO
                                + " in stream s under account 000000000000 is invalid because it did not come from this stream.");
        String shardless = new BigInteger(later).setBit(35).toString();
        assertThatThrownBy(() -> from(ShardIteratorType.AT_SEQUENCE_NUMBER, shardless))
                .hasMessageContaining("StartingSequenceNumber " + shardless)
                .hasMessageContaining("stream s under account 000000000000 is invalid.");
    }

    @Test
    public void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> service.iterator("s", ZERO, ShardIteratorType.AT_SEQUENCE_NUMBER))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and"
                        + " StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request"
                        + " specified AT_SEQUENCE_NUMBER and no StartingSequenceNumber.");
        assertThatThrownBy(() -> service.iterator("s", ZERO, ShardIteratorType.AT_TIMESTAMP))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining(
                        "Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current"
                                + " request has no timestamp parameter.");
        assertThatThrownBy(() -> service.iterator("s", "shardId-000000000009", ShardIteratorType.LATEST))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining(
                        "Shard shardId-000000000009 in stream s under account 000000000000 does not exist");
    }

    @Test
    public void aSequenceNumberGoesOnlyWithTheTypesThatNeedOne() {
        for (ShardIteratorType type : List.of(ShardIteratorType.LATEST, ShardIteratorType.TRIM_HORIZON)) {
            assertThatThrownBy(() -> service.iteratorFrom("s", ZERO, type, numbers.get(0)))
                    .isInstanceOf(InvalidArgumentException.class)
                    .hasMessageContaining("Request specified " + type + " and also a StartingSequenceNumber.");
        }
    }

    @Test
    public void aShardMayBeNamedByItsNumber() {
        for (String name : List.of("0", "-0", "shard-0", "shardId-0", "shardId-0000000000000000")) {
            assertThat(service.textsOf("s", name)).as(name).containsExactly("a", "b", "c");
        }
    }

    @Test
    public void whatNoShardCanBeIsRefusedBeforeTheStreamIsLookedUp() {
        for (String name : List.of("2147483648", "shardId-002147483648", "ABKLFD8", "2.14E4", "a-b-1", "-")) {
            assertThatThrownBy(() -> service.iterator("nosuch", name, ShardIteratorType.LATEST))
                    .isInstanceOf(ResourceNotFoundException.class)
                    .hasMessageContaining(
                            "Could not find shard " + name + " in stream nosuch under account 000000000000.");
        }
        assertThatThrownBy(() -> service.iterator("nosuch", "2147483647", ShardIteratorType.LATEST))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining(
                        "Shard shardId-002147483647 in stream nosuch under account 000000000000 does not exist");
    }

    private List<String> from(ShardIteratorType type, String number) {
        return service.textsAt(service.iteratorFrom("s", ZERO, type, number));
    }

    private List<String> at(Instant time) {
        return service.textsAt(service.client()
                .getShardIterator(g -> g.streamName("s")
                        .shardId(ZERO)
                        .shardIteratorType(ShardIteratorType.AT_TIMESTAMP)
                        .timestamp(time))
                .shardIterator());
    }
}
