package io.millrace.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.Test;
import picocli.CommandLine;

public class HelpTest {
    /** Their help is that of the process that they start, and tested where that process is. */
    private static final Set<String> FORWARDED = Set.of("service", "hive", "pig", "hadoop");

    @Test
    public void each_command_explains_itself_with_an_example() {
        List<String> commands = new ArrayList<>();
        visit(Main.commandLine(), List.of(), commands);

        assertThat(commands)
                .contains("quickstart", "dynamodb", "put", "stream create", "stream merge", "iterations show");
    }

    private void visit(CommandLine command, List<String> path, List<String> seen) {
        List<String> arguments = new ArrayList<>(path);
        arguments.add("--help");
        Cli help = Cli.run(arguments.toArray(new String[0]));
        assertThat(help.exitCode()).as("millrace %s", arguments).isZero();
        assertThat(help.err()).as("millrace %s", arguments).isEmpty();
        assertThat(help.out())
                .as("millrace %s", arguments)
                .startsWith("Usage: "
                        + String.join(" ", "millrace", String.join(" ", path)).strip())
                .contains("Example")
                .contains("--verbose");
        assertThat(help.out().lines())
                .as("millrace %s: lines that fit a terminal, examples among them that were not wrapped", arguments)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(Main.USUAL_WIDTH))
                // Where picocli may break a URL or a key.
                .noneMatch(line -> line.matches(".*(http:|kinesis\\.)"))
                .containsAll(List.of(command.getCommandSpec().usageMessage().footer()));
        assertThat(command.getCommandSpec().usageMessage().description()[0])
                .as("what the list of commands shows of millrace %s", path)
                .endsWith(".");
        seen.add(String.join(" ", path));
        command.getSubcommands().forEach((name, child) -> {
            if (!FORWARDED.contains(name) && !name.equals("help")) {
                List<String> below = new ArrayList<>(path);
                below.add(name);
                visit(child, below, seen);
            }
        });
    }

    @Test
    public void the_endpoint_that_a_command_talks_to_is_the_one_that_its_help_speaks_of() {
        assertThat(Cli.run("iterations", "show", "--help").out())
                .contains("AWS_ENDPOINT_URL_DYNAMODB")
                .doesNotContain("AWS_ENDPOINT_URL_KINESIS");
        assertThat(Cli.run("put", "--help").out())
                .contains("AWS_ENDPOINT_URL_KINESIS")
                .doesNotContain("AWS_ENDPOINT_URL_DYNAMODB");
    }

    @Test
    public void what_an_import_needs_is_asked_for_before_anything_is_done() {
        Cli wrong = Cli.run("iterations", "import-kcl", "leases", "--table", "checkpoints");

        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("--logical-name", "--stream");
    }

    @Test
    public void an_unknown_command_is_wrong_usage_and_gets_a_suggestion() {
        Cli wrong = Cli.run("straem", "list");

        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err())
                .contains("there is no command 'straem'")
                .contains("Did you mean")
                .contains("stream");
        assertThat(Cli.run("stream", "crate", "x").err())
                .contains("there is no command 'crate'")
                .contains("stream create");
    }

    @Test
    public void an_unknown_option_is_wrong_usage() {
        Cli wrong = Cli.run("put", "access", "--partition-key", "1");

        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("--partition-key").contains("Try 'millrace put --help'.");
    }

    @Test
    public void what_is_no_port_is_wrong_usage() {
        Cli wrong = Cli.run("dynamodb", "--port", "99999");

        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("--port 99999 is not a port; allowed are 0 to 65535");
    }

    @Test
    public void a_parent_without_a_command_says_which_there_are() {
        Cli wrong = Cli.run("stream");

        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("create, list, describe, split, merge, delete");
        assertThat(Cli.run().err()).contains("missing command: quickstart, service");
    }

    @Test
    public void the_version_is_the_one_of_the_build() {
        Cli version = Cli.run("--version");

        assertThat(version.exitCode()).isZero();
        assertThat(version.out()).matches("(?s)millrace \\d+\\.\\d+\\.\\d+.*");
    }
}
