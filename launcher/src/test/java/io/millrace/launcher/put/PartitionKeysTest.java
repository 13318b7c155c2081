package io.millrace.launcher.put;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.launcher.UserError;
import org.junit.Test;

public class PartitionKeysTest {
    @Test
    public void fields_are_counted_from_one_and_separated_by_white_space() {
        assertThat(PartitionKeys.field(1).of(line("203.0.113.7 - -"))).isEqualTo("203.0.113.7");
        assertThat(PartitionKeys.field(3).of(line("  a \t b   c"))).isEqualTo("c");
    }

    @Test
    public void random_keys_differ_and_have_one_length() {
        Line line = line("same");

        assertThat(PartitionKeys.random().of(line))
                .hasSize(16)
                .isNotEqualTo(PartitionKeys.random().of(line));
    }

    @Test
    public void a_line_without_the_field_is_named() {
        assertThatThrownBy(() -> PartitionKeys.field(3).of(line("a b")))
                .isInstanceOf(UserError.class)
                .hasMessage("line 9 has no field 3 for the partition key");
        assertThatThrownBy(() -> PartitionKeys.field(1).of(line("   "))).isInstanceOf(UserError.class);
    }

    @Test
    public void a_key_longer_than_the_api_allows_is_an_error() {
        assertThat(PartitionKeys.field(1).of(line("k".repeat(256)))).hasSize(256);
        assertThatThrownBy(() -> PartitionKeys.field(1).of(line("k".repeat(257))))
                .hasMessageContaining("longer than the 256 characters");
    }

    @Test
    public void a_field_below_one_is_wrong() {
        assertThatThrownBy(() -> PartitionKeys.field(0)).hasMessageContaining("the first one is 1");
    }

    private static Line line(String text) {
        return new Line(9, text.getBytes(UTF_8));
    }
}
