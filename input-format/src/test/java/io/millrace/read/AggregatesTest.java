package io.millrace.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.client.Payload;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public final class AggregatesTest {
    private static final HexFormat HEX = HexFormat.of();
    /** Partition keys "k0" and "k1", explicit hash key "7", then three records: one of them with a tag. */
    private static final String MESSAGE = "0a026b30" + "0a026b31" + "120137"
            + "1a07" + "0800" + "1a03" + HEX.formatHex("one".getBytes(StandardCharsets.UTF_8))
            + "1a09" + "0801" + "1000" + "1a03" + HEX.formatHex("two".getBytes(StandardCharsets.UTF_8))
            + "1a09" + "0800" + "1a00" + "2203" + "0a0174";

    @Test
    public void anAggregateIsTakenApartInOrder() throws Exception {
        assertThat(Aggregates.parts(Payload.sharing(aggregate(MESSAGE))))
                .contains(List.of(
                        new Aggregates.Part("k0", Optional.empty(), payload("one")),
                        new Aggregates.Part("k1", Optional.of("7"), payload("two")),
                        new Aggregates.Part("k0", Optional.empty(), payload(""))));
    }

    @Test
    public void everyHarmedByteLeavesTheRecordUntouched() throws Exception {
        byte[] sound = aggregate(MESSAGE);
        for (int i = 0; i < sound.length; i++) {
            byte[] harmed = sound.clone();
            harmed[i] ^= 1;
            assertThat(Aggregates.parts(Payload.sharing(harmed)))
                    .as("byte %d", i)
                    .isEmpty();
        }
    }

    @Test
    public void everyPrefixOfAnAggregateIsUntouched() throws Exception {
        byte[] sound = aggregate(MESSAGE);
        for (int length = 0; length < sound.length; length++) {
            assertThat(Aggregates.parts(Payload.sharing(java.util.Arrays.copyOf(sound, length))))
                    .isEmpty();
        }
    }

    @Test
    public void aRightSumOverAnotherContentIsUntouched() throws Exception {
        // A record whose partition key or hash key is not in the table, one without data, and no message at all.
        for (String message : List.of(
                "0a026b30" + "1a04" + "0805" + "1a00",
                "0a026b30" + "1a06" + "0800" + "1000" + "1a00",
                "0a026b30" + "1a02" + "0800",
                "ffffff")) {
            assertThat(Aggregates.parts(Payload.sharing(aggregate(message)))).isEmpty();
        }
    }

    /** An aggregate of records with the partition key "k". */
    public static Payload aggregateOf(List<byte[]> records) throws Exception {
        StringBuilder message = new StringBuilder("0a016b");
        for (byte[] data : records) {
            message.append("1a%02x08001a%02x".formatted(data.length + 4, data.length))
                    .append(HEX.formatHex(data));
        }
        return Payload.sharing(aggregate(message.toString()));
    }

    private static byte[] aggregate(String message) throws Exception {
        byte[] bytes = HEX.parseHex(message);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(HEX.parseHex("f3899ac2"));
        out.write(bytes);
        out.write(MessageDigest.getInstance("MD5").digest(bytes));
        return out.toByteArray();
    }

    private static Payload payload(String text) {
        return Payload.sharing(text.getBytes(StandardCharsets.UTF_8));
    }
}
