package io.millrace.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.Test;

public class OptionDefaultsTest {
    @Test
    public void aVariableWithATypoIsRefusedWithTheOneThatWasMeant() {
        assertThatThrownBy(() -> check("MILLRACE_OPT_STATEDELAY"))
                .isInstanceOf(IOException.class)
                .hasMessage("environment variable MILLRACE_OPT_STATEDELAY is no option's: did you mean"
                        + " MILLRACE_OPT_STATE_DELAY?");
        assertThatThrownBy(() -> check("MILLRACE_OPT_SHARD_LIMITS"))
                .hasMessageEndingWith(": did you mean MILLRACE_OPT_SHARD_LIMIT?");
        assertThatThrownBy(() -> check("MILLRACE_OPT_QUTOAS"))
                .hasMessageEndingWith(": did you mean MILLRACE_OPT_QUOTAS?");
    }

    @Test
    public void aVariableThatIsNothingLikeAnOptionIsRefusedWithAllThatThereAre() {
        assertThatThrownBy(() -> check("MILLRACE_OPT_REPLICAS"))
                .hasMessageContaining("MILLRACE_OPT_REPLICAS is no option's; known are [MILLRACE_OPT_")
                .hasMessageContaining("MILLRACE_OPT_OPTIONS")
                .hasMessageNotContaining("MILLRACE_OPT_HELP");
    }

    @Test
    public void optionsAndTheVariablesOfOthersPass() {
        assertThatCode(() -> check("MILLRACE_OPT_STATE_DELAY", "MILLRACE_OPT_OPTIONS", "MILLRACE_SERVICE_PORT"))
                .doesNotThrowAnyException();
    }

    @Test
    public void theHelpIsShownWhateverTheEnvironmentSays() {
        Map<String, String> environment = Map.of("MILLRACE_OPT_REPLICAS", "1", "MILLRACE_OPT_PORT", "many");

        assertThat(Main.run(environment, "--help")).isZero();
        assertThat(Main.run(environment, "--port", "1", "-h")).isZero();
        assertThat(Main.run(environment, "--port", "1")).isEqualTo(2);
    }

    private static void check(String... names) throws IOException {
        Map<String, String> environment = new HashMap<>();
        for (String name : names) {
            environment.put(name, "1");
        }
        OptionDefaults defaults = new OptionDefaults(environment);
        defaults.checkEnvironment(Main.commandLine(defaults).getCommandSpec());
    }
}
