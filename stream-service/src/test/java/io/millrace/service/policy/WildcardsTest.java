package io.millrace.service.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Test;

public class WildcardsTest {
    @Test
    public void starsAndQuestionMarksStandForCharacters() {
        assertThat(Wildcards.match("a*c", "abbbc")).isTrue();
        assertThat(Wildcards.match("a*c", "ac")).isTrue();
        assertThat(Wildcards.match("*b*b", "abcb")).isTrue();
        assertThat(Wildcards.match("a?c", "abc")).isTrue();
        assertThat(Wildcards.match("**", "")).isTrue();
        assertThat(Wildcards.match("a?c", "ac")).isFalse();
        assertThat(Wildcards.match("a*c", "abcd")).isFalse();
        assertThat(Wildcards.match("a.c", "abc")).isFalse();
        assertThat(Wildcards.match("", "a")).isFalse();
    }

    @Test(timeout = 10_000)
    public void aPatternOfManyStarsTakesNoLonger() {
        assertThat(Wildcards.match("*a".repeat(5_000) + "*b", "a".repeat(2_000)))
                .isFalse();
    }
}
