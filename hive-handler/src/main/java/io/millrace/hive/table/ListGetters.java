package io.millrace.hive.table;

import java.lang.reflect.Method;
import java.util.List;
import org.apache.hadoop.hive.ql.QueryPlan;
import org.apache.hadoop.hive.ql.exec.Task;
import org.apache.hadoop.hive.serde2.typeinfo.StructTypeInfo;

/**
 * Getters of Hive that return an ArrayList in Hive 3.1 and a List in Hive 4. A compiled call names the type that is
 * returned, so that one jar can call them in both by reflection only. Stateless.
 */
public final class ListGetters {
    private static final Method ROOT_TASKS = getter(QueryPlan.class, "getRootTasks");
    private static final Method FIELD_NAMES = getter(StructTypeInfo.class, "getAllStructFieldNames");

    private ListGetters() {}

    /** The tasks with which a query begins. */
    public static List<Task<?>> rootTasks(QueryPlan plan) {
        return call(ROOT_TASKS, plan).stream()
                .<Task<?>>map(task -> (Task<?>) task)
                .toList();
    }

    /** The names of a struct's fields. */
    public static List<String> fieldNames(StructTypeInfo type) {
        return call(FIELD_NAMES, type).stream().map(String.class::cast).toList();
    }

    private static Method getter(Class<?> owner, String name) {
        try {
            return owner.getMethod(name);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("this version of Hive is not known here", e);
        }
    }

    private static List<?> call(Method getter, Object owner) {
        try {
            return (List<?>) getter.invoke(owner);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(getter.toString(), e);
        }
    }
}
