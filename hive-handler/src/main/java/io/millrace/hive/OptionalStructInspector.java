package io.millrace.hive;

import java.util.Collections;
import java.util.List;
import org.apache.hadoop.hive.serde2.objectinspector.StructField;
import org.apache.hadoop.hive.serde2.objectinspector.StructObjectInspector;

/**
 * Finds NULL in all fields of a struct that is not there, which is what the columns of a bad record are. SerDes don't agree on
 * that: HCatalog's inspector answers an exception, as if it were the field's value, and some answer no list for the list of
 * all fields. Equal to one of an equal inspector, as Hive keeps inspectors that are made of others. Immutable.
 */
final class OptionalStructInspector extends StructObjectInspector {
    private final StructObjectInspector inspector;

    /** @param inspector of structs that are there */
    OptionalStructInspector(StructObjectInspector inspector) {
        this.inspector = inspector;
    }

    @Override
    public List<? extends StructField> getAllStructFieldRefs() {
        return inspector.getAllStructFieldRefs();
    }

    @Override
    public StructField getStructFieldRef(String name) {
        return inspector.getStructFieldRef(name);
    }

    @Override
    public Object getStructFieldData(Object struct, StructField field) {
        return struct == null ? null : inspector.getStructFieldData(struct, field);
    }

    @Override
    public List<Object> getStructFieldsDataAsList(Object struct) {
        return struct == null
                ? Collections.nCopies(getAllStructFieldRefs().size(), null)
                : inspector.getStructFieldsDataAsList(struct);
    }

    @Override
    public String getTypeName() {
        return inspector.getTypeName();
    }

    @Override
    public Category getCategory() {
        return inspector.getCategory();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OptionalStructInspector same && same.inspector.equals(inspector);
    }

    @Override
    public int hashCode() {
        return inspector.hashCode();
    }
}
