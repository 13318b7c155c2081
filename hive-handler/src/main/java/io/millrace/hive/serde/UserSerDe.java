package io.millrace.hive.serde;

import io.millrace.hive.table.MetadataColumn;
import io.millrace.hive.table.TableSerDe;
import io.millrace.payload.UnreadablePayloadException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.avro.Schema;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.serde.serdeConstants;
import org.apache.hadoop.hive.serde2.AbstractSerDe;
import org.apache.hadoop.hive.serde2.SerDeException;
import org.apache.hadoop.hive.serde2.avro.AvroGenericRecordWritable;
import org.apache.hadoop.hive.serde2.avro.AvroSerdeUtils;
import org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe;
import org.apache.hadoop.hive.serde2.lazybinary.LazyBinaryStruct;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspectorUtils;
import org.apache.hadoop.hive.serde2.objectinspector.StructObjectInspector;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfoUtils;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.util.ReflectionUtils;

/**
 * The SerDe that the user's {@code ROW FORMAT} names, which sees only the user's columns and a record's bytes. Any one
 * that reads {@link Text}, {@link BytesWritable} or Avro's records will do. Not thread-safe.
 */
public final class UserSerDe {
    /** Table property in which {@code KinesisMetaHook} keeps its class; without it, delimited text is read. */
    public static final String PROPERTY = "millrace.serde";

    private final AbstractSerDe serde;
    private final PayloadForm form;

    private UserSerDe(AbstractSerDe serde, PayloadForm form) {
        this.serde = serde;
        this.form = form;
    }

    /**
     * Makes and initializes it.
     *
     * @param conf may be null
     * @param table the table's properties
     */
    public static UserSerDe of(Configuration conf, Properties table) throws SerDeException {
        String name = table.getProperty(PROPERTY, LazySimpleSerDe.class.getName());
        AbstractSerDe serde = instance(name, conf);
        // Its own, because the Avro SerDe leaves the table's schema there.
        Configuration own = conf == null ? new Configuration(false) : new Configuration(conf);
        serde.initialize(own, withoutMetadata(table, name), null);
        PayloadForm form = form(serde, own)
                .orElseThrow(() -> new SerDeException("the SerDe " + name + " reads "
                        + serde.getSerializedClass().getName()
                        + ", which a record can't be:"
                        + " allowed are SerDes that read Text, BytesWritable or AvroGenericRecordWritable"));
        if (!(serde.getObjectInspector() instanceof StructObjectInspector)) {
            throw new SerDeException("the SerDe " + name + " makes no rows");
        }
        return new UserSerDe(serde, form);
    }

    private static Optional<PayloadForm> form(AbstractSerDe serde, Configuration conf) {
        Class<? extends Writable> input = serde.getSerializedClass();
        if (Text.class.isAssignableFrom(input)) {
            return Optional.of(PayloadForm.text());
        }
        if (input.isAssignableFrom(BytesWritable.class)) {
            return Optional.of(PayloadForm.bytes());
        }
        if (AvroGenericRecordWritable.class.isAssignableFrom(input)) {
            String schema = conf.get(AvroSerdeUtils.AvroTableProperties.AVRO_SERDE_SCHEMA.getPropName());
            return Optional.of(new AvroForm(new Schema.Parser().parse(schema)));
        }
        return Optional.empty();
    }

    public StructObjectInspector inspector() throws SerDeException {
        return (StructObjectInspector) serde.getObjectInspector();
    }

    /**
     * The user's columns of a record; null where the SerDe finds none.
     *
     * @throws UnreadablePayloadException when the SerDe can't read it
     */
    public Object deserialize(byte[] payload) throws UnreadablePayloadException {
        try {
            Object row = serde.deserialize(form.of(payload));
            if (row instanceof LazyBinaryStruct) {
                // It would fail only where a column is looked at, when nobody knows any more which record it is.
                ObjectInspectorUtils.copyToStandardObject(row, serde.getObjectInspector());
            }
            return row;
        } catch (SerDeException | IOException | RuntimeException e) {
            throw new UnreadablePayloadException(
                    serde.getClass().getSimpleName() + " says: " + (e.getMessage() == null ? e : e.getMessage()), e);
        }
    }

    /** The bytes of a row's own columns, in a writable that is used again. */
    public Writable serialize(Object row, StructObjectInspector rowInspector) throws SerDeException {
        try {
            return serde.serialize(row, rowInspector);
        } catch (UnsupportedOperationException e) {
            throw new SerDeException(
                    "the SerDe " + serde.getClass().getName() + " only reads: give the table one that writes as well",
                    e);
        }
    }

    private static AbstractSerDe instance(String name, Configuration conf) throws SerDeException {
        try {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            Class<?> found = Class.forName(name, true, loader == null ? UserSerDe.class.getClassLoader() : loader);
            return ReflectionUtils.newInstance(found.asSubclass(AbstractSerDe.class), conf);
        } catch (ClassNotFoundException | ClassCastException e) {
            throw new SerDeException("the table's SerDe " + name + " can't be used: " + e, e);
        }
    }

    private static Properties withoutMetadata(Properties table, String serde) {
        Properties user = new Properties();
        user.putAll(table);
        user.setProperty(serdeConstants.SERIALIZATION_LIB, serde);
        String separator = table.getProperty(serdeConstants.COLUMN_NAME_DELIMITER, ",");
        List<String> names =
                List.of(table.getProperty(serdeConstants.LIST_COLUMNS, "").split(separator));
        if (!MetadataColumn.endThe(names)) {
            return user;
        }
        int kept = names.size() - MetadataColumn.values().length;
        user.setProperty(serdeConstants.LIST_COLUMNS, String.join(separator, names.subList(0, kept)));
        List<TypeInfo> types =
                TypeInfoUtils.getTypeInfosFromTypeString(table.getProperty(serdeConstants.LIST_COLUMN_TYPES, ""));
        user.setProperty(
                serdeConstants.LIST_COLUMN_TYPES,
                String.join(
                        ":",
                        types.subList(0, kept).stream()
                                .map(TypeInfo::getTypeName)
                                .toList()));
        TableSerDe.comments(table, names.size())
                .ifPresent(comments -> user.setProperty(
                        serdeConstants.LIST_COLUMN_COMMENTS,
                        String.join(TableSerDe.BETWEEN_COMMENTS, comments.subList(0, kept))));
        return user;
    }
}
