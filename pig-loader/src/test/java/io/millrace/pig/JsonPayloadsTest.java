package io.millrace.pig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.pig.ResourceSchema;
import org.apache.pig.ResourceSchema.ResourceFieldSchema;
import org.apache.pig.data.DataBag;
import org.apache.pig.data.DataByteArray;
import org.apache.pig.impl.util.Utils;
import org.joda.time.DateTime;
import org.joda.time.DateTimeZone;
import org.junit.Test;

public class JsonPayloadsTest {
    private final JsonPayloads payloads = new JsonPayloads();

    @Test
    public void scalarsHaveTheTypeThatAsSays() throws IOException {
        assertThat(read("f:int", "{'f':1}")).isEqualTo(1);
        assertThat(read("f:int", "{'f':1.0}")).isEqualTo(1);
        assertThat(read("f:int", "{'f':'1'}")).isEqualTo(1);
        assertThat(read("f:long", "{'f':3000000000}")).isEqualTo(3_000_000_000L);
        assertThat(read("f:float", "{'f':0.5}")).isEqualTo(0.5f);
        assertThat(read("f:double", "{'f':1e300}")).isEqualTo(1e300);
        assertThat(read("f:biginteger", "{'f':123456789012345678901}"))
                .isEqualTo(new BigInteger("123456789012345678901"));
        assertThat(read("f:bigdecimal", "{'f':0.1000000000000000000001}"))
                .isEqualTo(new BigDecimal("0.1000000000000000000001"));
        assertThat(read("f:boolean", "{'f':true}")).isEqualTo(true);
        assertThat(read("f:boolean", "{'f':'false'}")).isEqualTo(false);
        assertThat(read("f:chararray", "{'f':'é'}")).isEqualTo("é");
        assertThat(read("f:chararray", "{'f':1.50}")).isEqualTo("1.50");
        assertThat(read("f:chararray", "{'f':{'a':[1,2]}}")).isEqualTo("{\"a\":[1,2]}");
        assertThat(read("f:bytearray", "{'f':12}")).isEqualTo(new DataByteArray("12"));
        assertThat(read("f:datetime", "{'f':'2026-01-31T08:30:00+01:00'}"))
                .isEqualTo(new DateTime(2026, 1, 31, 7, 30, DateTimeZone.UTC));
        assertThat(read("f:datetime", "{'f':1500}")).isEqualTo(new DateTime(1500, DateTimeZone.UTC));
    }

    @Test
    public void aMissingMemberAndNullAreNull() throws IOException {
        assertThat(read("f:int", "{'g':1}")).isNull();
        assertThat(read("f:int", "{'f':null}")).isNull();
        assertThat(read("f:bag{t:tuple(a:int)}", "{}")).isNull();
    }

    @Test
    public void objectsAreTuplesByNameAndArraysByPlace() throws IOException {
        assertThat(read("f:tuple(a:int,b:chararray)", "{'f':{'b':'x','a':1,'c':0}}"))
                .hasToString("(1,x)");
        assertThat(read("f:tuple(a:int,b:chararray)", "{'f':[1]}")).hasToString("(1,)");
        assertThat(read("f:tuple()", "{'f':[1,'x']}")).hasToString("(1,x)");
    }

    @Test
    public void arraysAreBags() throws IOException {
        assertThat(read("f:bag{t:tuple(a:int)}", "{'f':[1,{'a':2},[3]]}")).hasToString("{(1),(2),(3)}");
        assertThat(read("f:bag{}", "{'f':[1,'x']}")).hasToString("{(1),(x)}");
        assertThat(((DataBag) read("f:bag{t:tuple(a:int)}", "{'f':[]}")).size()).isZero();
    }

    @Test
    public void objectsAreMaps() throws IOException {
        assertThat(read("f:map[int]", "{'f':{'a':1,'b':null}}")).hasToString("{a=1, b=null}");
        assertThat((Map<?, ?>) read("f:map[]", "{'f':{'a':1,'b':{'c':[2]}}}")).hasToString("{a=1, b={c={(2)}}}");
    }

    @Test
    public void aValueIsNeverChangedToFit() {
        refused("f:int", "{'f':3000000000}", "field f is int in AS, but 3000000000 in the payload");
        refused("f:int", "{'f':1.5}", "field f is int in AS, but 1.5 in the payload");
        refused("f:int", "{'f':true}", "field f is int in AS, but true in the payload");
        refused("f:boolean", "{'f':'yes'}", "field f is boolean in AS, but \"yes\" in the payload");
        refused("f:datetime", "{'f':'yesterday'}", "field f is datetime in AS");
        refused("f:bag{t:tuple(a:int)}", "{'f':[1,'x']}", "field f[1] is int in AS, but \"x\" in the payload");
        refused("f:map[int]", "{'f':{'a':'x'}}", "field f#a is int in AS");
        refused("f:tuple(a:int)", "{'f':1}", "field f is tuple in AS, but 1 in the payload");
    }

    @Test
    public void whatIsNoObjectIsRefused() {
        refused("f:int", "[1]", "its payload is not a JSON object");
        refused("f:int", "", "its payload is not a JSON object");
        refused("f:int", "{'f':1", "its payload is not JSON");
        refused("f:int", "{'f':1} {}", "its payload is not JSON");
    }

    private void refused(String as, String json, String message) {
        assertThatThrownBy(() -> read(as, json)).isInstanceOf(IOException.class).hasMessageContaining(message);
    }

    private Object read(String as, String json) throws IOException {
        ResourceFieldSchema field = new ResourceSchema(Utils.parseSchema(as)).getFields()[0];
        return payloads.field(payloads.open(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)), field);
    }
}
