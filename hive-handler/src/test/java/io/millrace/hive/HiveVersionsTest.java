package io.millrace.hive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.hive.ql.exec.Task;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/**
 * The connector is compiled against one version of Hive and used with others: each class and member of Hive that it
 * names must be there. This reads class files; the other versions are not run. What is known to be missing is listed
 * here and, with its consequences, in docs/hive-versions.md.
 */
@RunWith(Parameterized.class)
public class HiveVersionsTest {
    private static final String ALLOWS_ALTERATION =
            "org.apache.hadoop.hive.ql.metadata.HiveStorageHandler.isAllowedAlterOperation"
                    + "(Lorg/apache/hadoop/hive/ql/ddl/table/AlterTableType;)Z";

    private static final Set<String> NOT_CALLED_BY_HIVE_3 = Set.of(
            // LastTask has execute(DriverContext) besides, by which Hive 3 runs a task.
            "org.apache.hadoop.hive.ql.exec.Task.execute()I",
            // INSERT OVERWRITE is not refused.
            "org.apache.hadoop.hive.ql.metadata.HiveStorageHandler.validateSinkDesc"
                    + "(Lorg/apache/hadoop/hive/ql/plan/FileSinkDesc;)V",
            // EXPLAIN does not show what is pushed down.
            "org.apache.hadoop.hive.ql.metadata.HiveStorageHandler.getOperatorDescProperties"
                    + "(Lorg/apache/hadoop/hive/ql/plan/OperatorDesc;Ljava/util/Map;)Ljava/util/Map;",
            // ALTER TABLE can do less.
            ALLOWS_ALTERATION,
            // Its authorization does not look at storage handlers.
            "org.apache.hadoop.hive.ql.metadata.HiveStorageHandler.getURIForAuth"
                    + "(Lorg/apache/hadoop/hive/metastore/api/Table;)Ljava/net/URI;",
            // The planner does not know how large a stream is.
            "org.apache.hadoop.hive.ql.metadata.HiveStorageHandler.canProvideBasicStatistics()Z",
            "org.apache.hadoop.hive.ql.metadata.HiveStorageHandler.getBasicStatistics"
                    + "(Lorg/apache/hadoop/hive/ql/stats/Partish;)Ljava/util/Map;");

    /** All of it only within a method that Hive 3 does not call. */
    private static final Set<String> MISSING_IN_HIVE_3 =
            Set.of("no class org.apache.hadoop.hive.ql.ddl.table.AlterTableType", "no member " + ALLOWS_ALTERATION);

    @Parameters(name = "{0}")
    public static List<Object[]> versions() {
        return List.of(
                new Object[] {"3.1.3", MISSING_IN_HIVE_3, NOT_CALLED_BY_HIVE_3},
                new Object[] {"4.1.0", Set.of(), Set.of()},
                new Object[] {"4.2.0", Set.of(), Set.of()});
    }

    private final String version;
    private final Set<String> missing;
    private final Set<String> notCalled;

    private ClassFiles compiled;
    private ClassFiles other;

    public HiveVersionsTest(String version, Set<String> missing, Set<String> notCalled) {
        this.version = version;
        this.missing = missing;
        this.notCalled = notCalled;
    }

    @Before
    public void open() throws Exception {
        Path ours = Path.of("target/classes");
        Path hive = Path.of(
                Task.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        compiled = new ClassFiles(ours, hive, hive);
        other = new ClassFiles(ours, Path.of("target/hive-versions/hive-exec-" + version + ".jar"), hive);
    }

    @After
    public void close() throws Exception {
        other.close();
        compiled.close();
    }

    @Test
    public void hasWhatTheConnectorUses() throws Exception {
        LinkCheck check = LinkCheck.of(other, compiled);

        assertThat(check.broken().keySet())
                .as("broken with Hive %s: %s", version, check.broken())
                .containsExactlyInAnyOrderElementsOf(missing);
        assertThat(check.neverCalled().keySet())
                .as("not called by Hive %s: %s", version, check.neverCalled())
                .containsExactlyInAnyOrderElementsOf(notCalled);
    }

    /** See {@code ListGetters}. */
    @Test
    public void hasWhatIsCalledByReflection() {
        ClassHierarchy hierarchy = new ClassHierarchy(other);
        String list = version.startsWith("3.") ? "()Ljava/util/ArrayList;" : "()Ljava/util/List;";

        assertThat(hierarchy.resolve("org/apache/hadoop/hive/ql/QueryPlan", "getRootTasks", list))
                .isPresent();
        assertThat(hierarchy.resolve(
                        "org/apache/hadoop/hive/serde2/typeinfo/StructTypeInfo", "getAllStructFieldNames", list))
                .isPresent();
    }
}
