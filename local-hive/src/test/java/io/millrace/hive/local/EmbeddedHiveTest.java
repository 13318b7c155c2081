package io.millrace.hive.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class EmbeddedHiveTest {
    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static Path state;
    private static EmbeddedHive hive;

    @BeforeClass
    public static void start() throws Exception {
        state = FOLDER.newFolder().toPath();
        hive = EmbeddedHive.start(state, Map.of("millrace.test.setting", "given"));
    }

    @AfterClass
    public static void stop() {
        hive.close();
    }

    @Test
    public void bothEnginesRunQueries() throws Exception {
        try (Connection session = hive.connection();
                Statement statement = session.createStatement()) {
            statement.execute("CREATE TABLE words (word STRING, n INT)");
            for (String engine : List.of("tez", "mr")) {
                statement.execute("SET hive.execution.engine=" + engine);
                statement.execute("INSERT OVERWRITE TABLE words VALUES ('a', 1), ('b', 2), ('a', 3)");
                assertThat(rows(statement, "SELECT word, sum(n) FROM words GROUP BY word ORDER BY word"))
                        .as(engine)
                        .containsExactly("a 4", "b 2");
            }
        }
    }

    @Test
    public void settingsReachSessions() throws Exception {
        try (Connection session = hive.connection();
                Statement statement = session.createStatement()) {
            assertThat(rows(statement, "SELECT '${hiveconf:millrace.test.setting}', 'x'"))
                    .containsExactly("given x");
        }
    }

    @Test
    public void theFolderHasOneUser() {
        assertThatThrownBy(() -> EmbeddedHive.start(state, Map.of())).isInstanceOf(StateInUseException.class);
    }

    private static List<String> rows(Statement statement, String sql) throws Exception {
        List<String> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1) + " " + result.getString(2));
            }
        }
        return rows;
    }
}
