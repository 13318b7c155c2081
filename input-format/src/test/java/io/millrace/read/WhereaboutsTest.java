package io.millrace.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.client.FakeStream;
import io.millrace.client.Payload;
import io.millrace.client.ReadCounter;
import io.millrace.client.StreamReader.StoredRecord;
import io.millrace.filter.HashKeys;
import io.millrace.split.KinesisSplit;
import io.millrace.split.StartingPosition;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** Records that lie in a shard other than their hash keys say. */
public final class WhereaboutsTest {
    private static final BigInteger MIDDLE = BigInteger.ONE.shiftLeft(127);
    private static final HashKeys LOWER = new HashKeys(BigInteger.ZERO, MIDDLE.subtract(BigInteger.ONE));
    /** The MD5 of "low" is below the middle, that of "high" above. */
    private static final String LOW = "low";

    private static final String HIGH = "high";

    private final ReadCounts counts = new ReadCounts();

    @Test
    public void theKeysAreOnTheirSides() {
        assertThat(LOWER.contain(HashKeys.hash(LOW))).isTrue();
        assertThat(LOWER.contain(HashKeys.hash(HIGH))).isFalse();
    }

    @Test
    public void whatTheProducerLibraryPutsAgainIsLeftOut() {
        List<Aggregates.Part> parts = List.of(
                part(LOW, null), part(HIGH, null), part(HIGH, MIDDLE.subtract(BigInteger.ONE)), part(LOW, MIDDLE));

        assertThat(known().of(stored("a"), parts)).containsExactly(parts.get(0), parts.get(2));
        assertThat(counts.of(ReadCounter.PUT_AGAIN)).isEqualTo(2);
    }

    @Test
    public void anAggregateThatIsAllElsewhereHasNothing() {
        assertThat(known().of(stored("a"), List.of(part(HIGH, null), part(HIGH, null))))
                .isEmpty();
        assertThat(counts.of(ReadCounter.PUT_AGAIN)).isEqualTo(2);
    }

    @Test
    public void otherProducersDoNotPutTheirRecordsAgain() {
        List<Aggregates.Part> parts = List.of(part(LOW, null), part(HIGH, null));
        List<Aggregates.Part> beginningWithA = List.of(part("a", null), part(LOW, null), part(HIGH, null));

        assertThat(known().of(stored(LOW), parts)).isEqualTo(parts);
        // The first record's key is the aggregate's with many of them.
        assertThat(known().of(stored("a"), beginningWithA)).isEqualTo(beginningWithA);
        assertThat(counts.of(ReadCounter.PUT_AGAIN)).isZero();
    }

    @Test
    public void nothingIsLeftOutOfAShardWhoseHashKeysAreNotKnown() {
        List<Aggregates.Part> parts = List.of(part(LOW, null), part(HIGH, null));

        assertThat(whereabouts(Optional.empty()).of(stored("a"), parts)).isEqualTo(parts);
    }

    @Test
    public void anExplicitHashKeyThatIsNoneIsPassedOver() {
        List<Aggregates.Part> parts = List.of(new Aggregates.Part(LOW, Optional.of("none"), payload()));

        assertThat(known().of(stored("a"), parts)).isEqualTo(parts);
    }

    @Test
    public void aRecordElsewhereIsOnlyAFaultWhereOtherShardsWereLeftOut() {
        assertThatCode(() -> known().check(stored(HIGH))).doesNotThrowAnyException();
        assertThatCode(() -> reliedOn().check(stored(LOW))).doesNotThrowAnyException();
        assertThatThrownBy(() -> reliedOn().check(stored(HIGH)))
                .isInstanceOf(MisplacedRecordException.class)
                .hasMessage(
                        "the record with sequence number 7 in shardId-000000000000 of stream logs has the partition key"
                                + " '" + HIGH + "', whose hash " + HashKeys.hash(HIGH)
                                + " is not among the shard's hash keys, 0 to 170141183460469231731687303715884105727: its producer"
                                + " named a hash key of its own or aggregated it with others, or the stream distributed it"
                                + " itself. So reading only the shards of a partition key may miss records; set"
                                + " kinesis.pushdown.partition.key=false to read them all");
    }

    @Test
    public void aRecordWithoutAPartitionKeyWasPlacedByTheStream() {
        assertThatThrownBy(() -> reliedOn().check(stored("")))
                .hasMessageContaining("has no partition key: the stream distributed it itself. So reading only");
    }

    @Test
    public void aPartElsewhereIsAFaultAsWell() {
        // By its explicit hash key it belongs here, but not where the query looks for its partition key.
        List<Aggregates.Part> explicit = List.of(part(LOW, null), part(HIGH, BigInteger.ZERO));
        List<Aggregates.Part> mixed = List.of(part(LOW, null), part(HIGH, null));

        assertThatThrownBy(() -> reliedOn().of(stored("a"), explicit)).isInstanceOf(MisplacedRecordException.class);
        assertThatThrownBy(() -> reliedOn().of(stored(LOW), mixed)).isInstanceOf(MisplacedRecordException.class);
        assertThat(reliedOn().of(stored("a"), mixed)).containsExactly(mixed.get(0));
    }

    private Whereabouts known() {
        return whereabouts(Optional.of(new KinesisSplit.Keys(LOWER, KinesisSplit.Keys.Use.POSSIBLE)));
    }

    private Whereabouts reliedOn() {
        return whereabouts(Optional.of(new KinesisSplit.Keys(LOWER, KinesisSplit.Keys.Use.RELIED_ON)));
    }

    private Whereabouts whereabouts(Optional<KinesisSplit.Keys> keys) {
        KinesisSplit split = new KinesisSplit(
                FakeStream.IDENTITY,
                FakeStream.SHARD,
                keys,
                new StartingPosition.TrimHorizon(),
                new KinesisSplit.End(SequenceNumber.of("9"), true),
                KinesisSplit.Times.ANY);
        return new Whereabouts(split, counts);
    }

    private static StoredRecord stored(String partitionKey) {
        return new StoredRecord(SequenceNumber.of("7"), partitionKey, Instant.EPOCH, payload());
    }

    private static Aggregates.Part part(String partitionKey, BigInteger explicitHashKey) {
        return new Aggregates.Part(
                partitionKey, Optional.ofNullable(explicitHashKey).map(BigInteger::toString), payload());
    }

    private static Payload payload() {
        return Payload.sharing("x".getBytes(UTF_8));
    }
}
