package io.millrace.service.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.channel.RecordFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.Test;

public class RecordCheckTest {
    @Test
    public void whatIsOneJsonValueIsFit() {
        List<String> good = List.of(
                "{}",
                " [1,2]\n",
                "\"x\"",
                "null",
                "-1.5e3",
                "{\"a\":\"\u00e4\ud83d\ude00\"}",
                "{\n \"a\": 1\r\n}",
                "[".repeat(5_000) + "]".repeat(5_000),
                "9".repeat(5_000),
                "{\"" + "n".repeat(60_000) + "\":1}");
        for (String text : good) {
            assertThat(json(text)).as(text).isNull();
        }
    }

    @Test
    public void whatIsNotIsToldWhy() {
        for (String text :
                List.of("{", "{\"a\":1", "[1,]", "{} {}", "1 2", "", "  ", "nul", "{a:1}", "'x'", "\"a\nb\"")) {
            assertThat(json(text)).as(text).isEqualTo("InvalidJson");
        }
        // UTF-16 would be taken by a reader that guesses, and make lines that are none.
        assertThat(code(RecordFormat.JSON, "{}".getBytes(StandardCharsets.UTF_16LE)))
                .isEqualTo("InvalidJson");
        assertThat(code(RecordFormat.JSON, new byte[] {'"', (byte) 0xc3, '"'})).isEqualTo("InvalidUtf8");
    }

    @Test
    public void textIsUtf8AndBytesAreAnything() {
        byte[] noText = {(byte) 0xff, (byte) 0xfe};
        assertThat(code(RecordFormat.STRING, noText)).isEqualTo("InvalidUtf8");
        assertThat(code(RecordFormat.STRING, "\u00e4 {".getBytes(StandardCharsets.UTF_8)))
                .isNull();
        assertThat(code(RecordFormat.STRING, new byte[0])).isNull();
        assertThat(code(RecordFormat.BYTE_ARRAY, noText)).isNull();
    }

    private static String json(String text) {
        return code(RecordFormat.JSON, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String code(RecordFormat format, byte[] data) {
        return RecordCheck.trouble(format, ByteBuffer.wrap(data))
                .map(RecordCheck.Trouble::code)
                .orElse(null);
    }
}
