package io.millrace.launcher.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.Test;

public class TextTableTest {
    @Test
    public void columns_are_as_wide_as_their_widest_cell_and_numbers_end_together() {
        TextTable table = new TextTable("PAGE", "ERRORS");
        table.add("/checkout", 7);
        table.add("/", 1200);
        table.add(null, null);

        assertThat(table.lines())
                .containsExactly(
                        "PAGE       ERRORS", //
                        "---------  ------",
                        "/checkout       7",
                        "/            1200",
                        "-               -");
    }

    @Test
    public void a_row_of_another_length_is_refused() {
        assertThatThrownBy(() -> new TextTable("A", "B").add("only one")).hasMessage("1 cells for 2 columns");
    }
}
