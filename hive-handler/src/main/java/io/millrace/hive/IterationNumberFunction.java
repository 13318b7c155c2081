package io.millrace.hive;

import io.millrace.hive.scan.PlannedTables;
import java.util.Set;
import org.apache.hadoop.hive.ql.exec.Description;
import org.apache.hadoop.hive.ql.exec.MapredContext;
import org.apache.hadoop.hive.ql.exec.UDFArgumentException;
import org.apache.hadoop.hive.ql.exec.UDFArgumentLengthException;
import org.apache.hadoop.hive.ql.metadata.HiveException;
import org.apache.hadoop.hive.ql.udf.UDFType;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDF;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspector;
import org.apache.hadoop.hive.serde2.objectinspector.primitive.PrimitiveObjectInspectorFactory;
import org.apache.hadoop.mapred.JobConf;

/**
 * A function without arguments for queries that read {@code next}: the number of the iteration that the query reads, for a
 * partition of its own. Made known by {@code CREATE FUNCTION iteration_number AS
 * 'io.millrace.hive.IterationNumberFunction'}.
 *
 * <p>The number is found when the query is planned, which is after Hive has compiled it; hence it counts as not
 * deterministic, so that Hive does not work it out before. Not thread-safe, as functions of Hive are not.
 */
@Description(name = "iteration_number", value = "_FUNC_() - the number of the iteration that the query reads")
@UDFType(deterministic = false)
public final class IterationNumberFunction extends GenericUDF {
    private transient JobConf job;
    private transient Long number;

    @Override
    public ObjectInspector initialize(ObjectInspector[] arguments) throws UDFArgumentException {
        if (arguments.length != 0) {
            throw new UDFArgumentLengthException("the function of the iteration's number takes no arguments");
        }
        return PrimitiveObjectInspectorFactory.javaLongObjectInspector;
    }

    @Override
    public void configure(MapredContext context) {
        job = context.getJobConf();
    }

    @Override
    public Object evaluate(DeferredObject[] arguments) throws HiveException {
        if (number == null) {
            number = find();
        }
        return number;
    }

    private long find() throws HiveException {
        if (job == null) {
            throw new HiveException("Hive answers this query without a job, where the number of the iteration is not"
                    + " known: SET hive.fetch.task.conversion=none");
        }
        Set<Long> numbers = PlannedTables.iterations(job);
        if (numbers.size() != 1) {
            throw new HiveException(
                    numbers.isEmpty()
                            ? "the query reads no iteration, so there is no number"
                            : "the query reads several iterations, " + numbers + ", so there is not one number");
        }
        return numbers.iterator().next();
    }

    @Override
    public String getDisplayString(String[] arguments) {
        return getStandardDisplayString("iteration_number", arguments);
    }
}
