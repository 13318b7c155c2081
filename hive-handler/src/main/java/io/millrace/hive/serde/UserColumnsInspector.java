package io.millrace.hive.serde;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspector;
import org.apache.hadoop.hive.serde2.objectinspector.StructField;
import org.apache.hadoop.hive.serde2.objectinspector.StructObjectInspector;

/**
 * Sees the user's columns as the user's SerDe does, and besides the comments of CREATE TABLE, which SerDes do not keep although
 * Hive asks them, and NULL in all columns of a row that is not there, which a bad record is. SerDes don't agree on the latter: HCatalog's
 * inspector answers an exception, as if it were the field's value, and some answer no list for the list of all fields.
 * Equal to one of an equal inspector with the same comments, as Hive keeps inspectors that are made of others. Immutable.
 */
public final class UserColumnsInspector extends StructObjectInspector {
    private final StructObjectInspector inspector;
    private final List<Column> columns = new ArrayList<>();

    /**
     * @param inspector of rows that are there
     * @param comments of the columns, in their order; empty where there is none. Further ones are ignored
     */
    public UserColumnsInspector(StructObjectInspector inspector, List<String> comments) {
        this.inspector = inspector;
        for (StructField field : inspector.getAllStructFieldRefs()) {
            int place = columns.size();
            String comment = place < comments.size() ? comments.get(place) : "";
            columns.add(new Column(field, comment.isEmpty() ? field.getFieldComment() : comment));
        }
    }

    /** @param comment null when there is none, for which Hive shows a text of its own */
    private record Column(StructField field, String comment) implements StructField {
        @Override
        public String getFieldName() {
            return field.getFieldName();
        }

        @Override
        public ObjectInspector getFieldObjectInspector() {
            return field.getFieldObjectInspector();
        }

        @Override
        public int getFieldID() {
            return field.getFieldID();
        }

        @Override
        public String getFieldComment() {
            return comment;
        }
    }

    @Override
    public List<? extends StructField> getAllStructFieldRefs() {
        return columns;
    }

    /** The column of this name, in whatever case, as its inspector finds it. */
    @Override
    public StructField getStructFieldRef(String name) {
        StructField found = inspector.getStructFieldRef(name);
        return columns.stream()
                .filter(column -> column.field.equals(found))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public Object getStructFieldData(Object struct, StructField field) {
        return struct == null ? null : inspector.getStructFieldData(struct, ((Column) field).field);
    }

    @Override
    public List<Object> getStructFieldsDataAsList(Object struct) {
        return struct == null ? Collections.nCopies(columns.size(), null) : inspector.getStructFieldsDataAsList(struct);
    }

    @Override
    public String getTypeName() {
        return inspector.getTypeName();
    }

    @Override
    public Category getCategory() {
        return inspector.getCategory();
    }

    private List<Optional<String>> comments() {
        return columns.stream()
                .map(column -> Optional.ofNullable(column.comment))
                .toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UserColumnsInspector same
                && same.inspector.equals(inspector)
                && same.comments().equals(comments());
    }

    @Override
    public int hashCode() {
        return inspector.hashCode();
    }
}
