package io.millrace.hive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.HadoopJvm;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.Test;

/** What of the JDK is open to Hive is said twice: in the build, for its tests, and for the commands that users run. */
public class OpenedPackagesTest {
    @Test
    public void testsHaveThoseThatCommandsHave() {
        List<String> tests = ManagementFactory.getRuntimeMXBean().getInputArguments();

        assertThat(opens(HadoopJvm.flags())).isNotEmpty().containsExactlyInAnyOrderElementsOf(opens(tests));
    }

    private static List<String> opens(List<String> flags) {
        return flags.stream().filter(flag -> flag.startsWith("--add-opens=")).toList();
    }
}
