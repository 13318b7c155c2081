package io.millrace.hive;

import io.millrace.hive.dynamodb.DynamoDbItem;
import io.millrace.hive.dynamodb.DynamoDbTable;
import io.millrace.hive.dynamodb.DynamoDbValues;
import io.millrace.hive.table.ReadOnlySerDe;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.serde2.SerDeException;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspector;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspectorFactory;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfoUtils;

/** Turns an item of DynamoDB into a row; see {@link DynamoDbValues} for the types. Not thread-safe, as SerDes are not. */
public class DynamoDbSerDe extends ReadOnlySerDe<DynamoDbItem> {
    private String table;
    private List<String> columns;
    private List<String> attributes;
    private List<TypeInfo> types;
    private ObjectInspector inspector;

    public DynamoDbSerDe() {
        super(DynamoDbItem.class, DynamoDbStorageHandler.READ_ONLY);
    }

    @Override
    protected void begin(Configuration conf) throws SerDeException {
        columns = columns();
        types = types();
        try {
            attributes = DynamoDbTable.attributes(table(), columns);
        } catch (IllegalArgumentException e) {
            throw new SerDeException(e.getMessage(), e);
        }
        table = table().getProperty(DynamoDbTable.NAME);
        inspector = ObjectInspectorFactory.getStandardStructObjectInspector(
                columns,
                types.stream()
                        .map(TypeInfoUtils::getStandardJavaObjectInspectorFromTypeInfo)
                        .toList(),
                comments());
    }

    @Override
    protected Object row(DynamoDbItem item) throws SerDeException {
        List<Object> row = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            try {
                row.add(DynamoDbValues.of(item.attribute(attributes.get(i)), types.get(i)));
            } catch (IllegalArgumentException e) {
                throw new SerDeException(
                        "the item with " + item.key() + " of the DynamoDB table " + table
                                + " can't be shown: column " + columns.get(i) + ", attribute " + attributes.get(i)
                                + ": "
                                + e.getMessage(),
                        e);
            }
        }
        return row;
    }

    @Override
    public ObjectInspector getObjectInspector() {
        return inspector;
    }
}
