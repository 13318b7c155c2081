package io.millrace.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.ShardId;
import io.millrace.checkpoint.StreamIdentity;
import io.millrace.filter.HashKeys;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public final class KinesisSplitTest {
    private static final SequenceNumber FIRST =
            SequenceNumber.of("49590338271490256608559692538361571095921575989136588898");
    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
    private static final SequenceNumber LONGEST = SequenceNumber.of("9".repeat(SequenceNumber.MAX_DIGITS));

    private static final Optional<KinesisSplit.Keys> UPPER_HALF = Optional.of(new KinesisSplit.Keys(
            new HashKeys(
                    BigInteger.ONE.shiftLeft(127), BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE)),
            KinesisSplit.Keys.Use.RELIED_ON));

    /** A split as version 3 writes it. A change of these bytes is a new version. */
    private static final String GOLDEN =
            "030000003261726e3a6177733a6b696e657369733a65752d776573742d313a313233343536373839"
                    + "3031323a73747265616d2f6c6f67738c6955b90000000014736861726449642d3030303030303030"
                    + "30303037021100800000000000000000000000000000001100ffffffffffffffffffffffffffffffff"
                    + "02180205bf4e5c260000000067648a170005c181eea000000062180205bf4e5c26000000"
                    + "0067648a170005c181eea000000062010000";

    @Test
    public void theFormOnTheWireDoesNotChangeUnnoticed() throws IOException {
        KinesisSplit split = split(
                UPPER_HALF,
                new StartingPosition.AtSequence(FIRST, true),
                new KinesisSplit.End(FIRST, true),
                KinesisSplit.Times.ANY);

        assertThat(HexFormat.of().formatHex(write(split))).isEqualTo(GOLDEN);
        assertThat(read(HexFormat.of().parseHex(GOLDEN))).isEqualTo(split);
    }

    @Test
    public void everyKindOfSplitComesBackAsItWas() throws IOException {
        Instant time = Instant.parse("2026-01-31T08:30:00.123Z");
        List<StartingPosition> starts = List.of(
                new StartingPosition.TrimHorizon(),
                new StartingPosition.AtSequence(FIRST, true),
                new StartingPosition.AtSequence(SequenceNumber.of("0"), false),
                new StartingPosition.Beyond(new StartingPosition.AtSequence(FIRST, true), LONGEST),
                new StartingPosition.Beyond(new StartingPosition.AtSequence(FIRST, false), LONGEST),
                new StartingPosition.AtTimestamp(time));
        List<KinesisSplit.Times> times = List.of(
                KinesisSplit.Times.ANY,
                new KinesisSplit.Times(Optional.of(time), Optional.empty()),
                new KinesisSplit.Times(Optional.empty(), Optional.of(time)));
        List<Optional<KinesisSplit.Keys>> keys = List.of(
                Optional.empty(),
                UPPER_HALF,
                Optional.of(new KinesisSplit.Keys(
                        new HashKeys(BigInteger.ZERO, BigInteger.TEN), KinesisSplit.Keys.Use.POSSIBLE)),
                Optional.of(new KinesisSplit.Keys(
                        new HashKeys(BigInteger.ZERO, BigInteger.TEN), KinesisSplit.Keys.Use.NONE)));
        for (StartingPosition start : starts) {
            for (KinesisSplit.Times bounds : times) {
                for (Optional<KinesisSplit.Keys> known : keys) {
                    KinesisSplit split = split(known, start, new KinesisSplit.End(LONGEST, true), bounds);
                    assertThat(read(write(split))).isEqualTo(split);
                }
            }
        }
    }

    @Test
    public void aSplitIsSmallOnTheWire() throws IOException {
        KinesisSplit split = split(
                UPPER_HALF,
                new StartingPosition.AtSequence(FIRST, true),
                new KinesisSplit.End(FIRST, true),
                KinesisSplit.Times.ANY);

        assertThat(write(split)).hasSizeLessThan(200);
    }

    @Test
    public void aSplitOfAnotherVersionIsRefused() throws IOException {
        byte[] bytes = write(split(
                UPPER_HALF,
                new StartingPosition.TrimHorizon(),
                new KinesisSplit.End(FIRST, false),
                KinesisSplit.Times.ANY));
        bytes[0] = 7;

        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "split has form 7, but this version of Millrace reads form 3: the client and the tasks of one"
                                + " job must use one version");
    }

    private static KinesisSplit split(
            Optional<KinesisSplit.Keys> keys, StartingPosition start, KinesisSplit.End end, KinesisSplit.Times times) {
        return new KinesisSplit(
                new StreamIdentity("arn:aws:kinesis:eu-west-1:123456789012:stream/logs", CREATED),
                new ShardId("shardId-000000000007"),
                keys,
                start,
                end,
                times);
    }

    private static byte[] write(KinesisSplit split) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        split.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static KinesisSplit read(byte[] bytes) throws IOException {
        return KinesisSplit.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    }
}
