package io.millrace.hive.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Test;

public class ScriptTest {
    @Test
    public void statementsEndAtSemicolons() {
        assertThat(Script.statements("SET a=1;\nSELECT 2 ;; \n")).containsExactly("SET a=1", "SELECT 2");
    }

    @Test
    public void quotedSemicolonsEndNothing() {
        assertThat(Script.statements("SELECT 'a;b', \"c;d\", `e;f`; SELECT 1"))
                .containsExactly("SELECT 'a;b', \"c;d\", `e;f`", "SELECT 1");
    }

    @Test
    public void aQuoteMayBeEscapedInsideQuotes() {
        assertThat(Script.statements("SELECT 'it\\'s; -- one'; SELECT '\\\\'; SELECT 3"))
                .containsExactly("SELECT 'it\\'s; -- one'", "SELECT '\\\\'", "SELECT 3");
    }

    @Test
    public void commentsAreLeftOut() {
        assertThat(Script.statements("-- it's; a comment\nSET a=1; -- more;\n/* don't; */ SELECT /* x */ 1; -- end"))
                .containsExactly("SET a=1", "SELECT   1");
    }

    @Test
    public void hintsStay() {
        assertThat(Script.statements("SELECT /*+ MAPJOIN(a) */ 1")).containsExactly("SELECT /*+ MAPJOIN(a) */ 1");
    }

    @Test
    public void whatLooksLikeACommentInQuotesIsText() {
        assertThat(Script.statements("SELECT '--', '/*'; SELECT 2")).containsExactly("SELECT '--', '/*'", "SELECT 2");
    }

    @Test
    public void anUnclosedQuoteReachesToTheEnd() {
        assertThat(Script.statements("SELECT 'a; SELECT 2")).containsExactly("SELECT 'a; SELECT 2");
    }

    @Test
    public void nothingButCommentsIsNoStatement() {
        assertThat(Script.statements(" -- nothing\n /* at all */ ;")).isEmpty();
    }
}
