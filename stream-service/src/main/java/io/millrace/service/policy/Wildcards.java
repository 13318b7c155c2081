package io.millrace.service.policy;

/** Patterns in which {@code *} stands for any characters and {@code ?} for one. */
final class Wildcards {
    private Wildcards() {}

    /**
     * Whether a text matches. Takes at most pattern times text steps: a regular expression could be made to take for
     * ever, and patterns come from clients.
     */
    static boolean match(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                // The last star takes one character more.
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
