package io.millrace.payload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.snappy.SnappyCompressor;
import io.airlift.compress.snappy.SnappyFramedOutputStream;
import io.airlift.compress.zstd.ZstdOutputStream;
import io.millrace.client.Payload;
import io.millrace.config.Compression;
import io.millrace.config.Delimiter;
import io.millrace.config.Packing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.Test;
import org.xerial.snappy.Snappy;

public final class PayloadReaderTest {
    private static final String TEXT = "one line,another line,one line more,".repeat(200);
    private static final int MANY = 1 << 20;
    /** Of snappy's framing format. */
    private static final int SNAPPY_HEAD = 10;

    @Test
    public void payloadsAreSplitAtDelimiters() throws Exception {
        assertThat(split(",", "a,b")).containsExactly("a", "b");
        assertThat(split(",", "a,b,")).as("the last one is ended").containsExactly("a", "b");
        assertThat(split(",", "a,,b,,")).as("empty ones are records").containsExactly("a", "", "b", "");
        assertThat(split(",", ",")).containsExactly("");
        assertThat(split(",", "")).containsExactly("");
        assertThat(split(",", "a")).containsExactly("a");
        assertThat(split("\r\n", "a\rb\r\nc\n\r\r\nd\r")).containsExactly("a\rb", "c\n\r", "d\r");
        assertThat(split("aab", "aaab1aab2")).containsExactly("a", "1", "2");
        assertThat(split("·", "ä·ö")).containsExactly("ä", "ö");
    }

    @Test
    public void splittingIsTheInverseOfJoining() throws Exception {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            List<String> records = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                records.add("xy".repeat(random.nextInt(4)) + "|".repeat(random.nextInt(2)));
            }
            String ended = String.join("|-", records) + "|-";
            assertThat(split("|-", ended)).as(ended).isEqualTo(records);
        }
    }

    @Test
    public void eachMethodIsUndone() throws Exception {
        for (Sample each : compressed(TEXT)) {
            assertThat(text(each.method(), each.bytes())).as(each.name()).isEqualTo(TEXT);
        }
    }

    @Test
    public void whatHasAMarkIsToldByItAndAnythingElseIsLeftAlone() throws Exception {
        for (Sample each : compressed(TEXT)) {
            boolean marked = !each.name().startsWith("raw");
            assertThat(bytes(Compression.AUTO, each.bytes()))
                    .as(each.name())
                    .isEqualTo(marked ? TEXT.getBytes(UTF_8) : each.bytes());
        }
        for (String plain : List.of("", "(", "{\"n\": 1}", "\u001f")) {
            assertThat(text(Compression.AUTO, plain.getBytes(UTF_8))).isEqualTo(plain);
        }
        assertThat(bytes(Compression.NONE, gzip(TEXT))).isEqualTo(gzip(TEXT));
    }

    @Test
    public void membersAndFramesAreReadOneAfterTheOther() throws Exception {
        byte[] twice = Arrays.copyOf(gzip(TEXT), gzip(TEXT).length * 2);
        System.arraycopy(gzip(TEXT), 0, twice, gzip(TEXT).length, gzip(TEXT).length);
        assertThat(text(Compression.GZIP, twice)).isEqualTo(TEXT + TEXT);
    }

    @Test
    public void aSecondMemberThatIsCutOffOrDamagedIsRefused() throws Exception {
        byte[] one = gzip(TEXT);
        byte[] twice = Arrays.copyOf(one, one.length * 2);
        System.arraycopy(one, 0, twice, one.length, one.length);
        for (int length = one.length + 1; length < twice.length; length++) {
            byte[] cut = Arrays.copyOf(twice, length);
            assertThatThrownBy(() -> text(Compression.GZIP, cut))
                    .as("%d bytes of two members", length)
                    .isInstanceOf(UnreadablePayloadException.class);
        }
        twice[one.length] = 0;
        assertThatThrownBy(() -> text(Compression.GZIP, twice))
                .isInstanceOf(UnreadablePayloadException.class)
                .hasMessage("it is no sound gzip: " + one.length + " bytes after its end are no more gzip");
    }

    @Test
    public void aPayloadOfAnotherFormIsRefused() {
        for (Compression method : List.of(Compression.GZIP, Compression.ZSTD, Compression.SNAPPY)) {
            for (String other : List.of("", "{\"n\": 1}")) {
                assertThatThrownBy(() -> text(method, other.getBytes(UTF_8)))
                        .as(method + " " + other)
                        .isInstanceOf(UnreadablePayloadException.class)
                        .hasMessageStartingWith(
                                "it is no sound " + method.name().toLowerCase(Locale.ROOT));
            }
        }
    }

    @Test
    public void aPayloadThatIsCutOffIsRefused() throws Exception {
        for (Sample each : compressed(TEXT)) {
            for (int length = 0; length < each.bytes().length; length++) {
                byte[] cut = Arrays.copyOf(each.bytes(), length);
                // The framing format has no end of its own: cut between two of its chunks, it is a sound shorter one.
                boolean sound = each.name().startsWith("framed snappy") && length == SNAPPY_HEAD;
                if (!sound) {
                    assertThatThrownBy(() -> bytes(each.method(), cut))
                            .as("%s, %d bytes", each.name(), length)
                            .isInstanceOf(UnreadablePayloadException.class);
                }
            }
        }
    }

    @Test
    public void damagedBytesAreRefusedOrReadButNeverHarm() throws Exception {
        Random random = new Random(11);
        int refused = 0;
        for (Sample each : compressed(TEXT)) {
            for (int round = 0; round < 3_000; round++) {
                byte[] harmed = each.bytes().clone();
                for (int i = random.nextInt(4); i >= 0; i--) {
                    harmed[random.nextInt(harmed.length)] = (byte) random.nextInt(256);
                }
                try {
                    assertThat(bytes(each.method(), harmed)).hasSizeLessThanOrEqualTo(MANY);
                } catch (UnreadablePayloadException e) {
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(1_000);
    }

    @Test
    public void aBombIsRefusedAndTheLimitItselfIsAllowed() throws Exception {
        String bomb = "0".repeat(64 << 20);
        for (Sample each : compressed(bomb)) {
            assertThatThrownBy(() -> bytes(each.method(), each.bytes()))
                    .as(each.name())
                    .hasMessageContaining("of more than 1048576 bytes, which kinesis.record.decompressed.bytes allows");
        }
        for (Sample each : compressed("0".repeat(MANY))) {
            assertThat(bytes(each.method(), each.bytes())).as(each.name()).hasSize(MANY);
        }
    }

    /** A text as some library compresses it. */
    private record Sample(String name, Compression method, Payload payload) {
        byte[] bytes() {
            return payload.bytes();
        }
    }

    /** By other libraries too than the one under test. */
    private static List<Sample> compressed(String text) throws IOException {
        byte[] plain = text.getBytes(UTF_8);
        byte[] raw = new byte[new SnappyCompressor().maxCompressedLength(plain.length)];
        int length = new SnappyCompressor().compress(plain, 0, plain.length, raw, 0, raw.length);
        return List.of(
                new Sample("gzip", Compression.GZIP, Payload.sharing(gzip(text))),
                new Sample("zstd", Compression.ZSTD, through(ZstdOutputStream::new, plain)),
                new Sample("framed snappy", Compression.SNAPPY, through(SnappyFramedOutputStream::new, plain)),
                new Sample(
                        "framed snappy of snappy-java",
                        Compression.SNAPPY,
                        through(org.xerial.snappy.SnappyFramedOutputStream::new, plain)),
                new Sample("raw snappy", Compression.SNAPPY, Payload.sharing(Arrays.copyOf(raw, length))),
                new Sample("raw snappy of snappy-java", Compression.SNAPPY, Payload.sharing(Snappy.compress(plain))));
    }

    private static byte[] gzip(String text) throws IOException {
        return through(GZIPOutputStream::new, text.getBytes(UTF_8)).bytes();
    }

    /** Puts a compressor in front of a stream. */
    private interface Wrapping {
        OutputStream around(OutputStream out) throws IOException;
    }

    private static Payload through(Wrapping compressor, byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream wrapped = compressor.around(out)) {
            wrapped.write(plain);
        }
        return Payload.sharing(out.toByteArray());
    }

    private static List<String> split(String delimiter, String text) throws UnreadablePayloadException {
        Packing packing = new Packing(true, Compression.NONE, MANY, Optional.of(new Delimiter(delimiter)));
        List<String> pieces = new ArrayList<>();
        new PayloadReader(packing)
                .records(Payload.sharing(text.getBytes(UTF_8)))
                .forEachRemaining(piece -> pieces.add(new String(piece.bytes(), UTF_8)));
        return pieces;
    }

    private static String text(Compression method, byte[] bytes) throws UnreadablePayloadException {
        return new String(bytes(method, bytes), UTF_8);
    }

    private static byte[] bytes(Compression method, byte[] bytes) throws UnreadablePayloadException {
        Packing packing = new Packing(true, method, MANY, Optional.empty());
        return new PayloadReader(packing).records(Payload.sharing(bytes)).next().bytes();
    }
}
