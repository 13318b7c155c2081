package org.apache.pig.org.roaringbitmap;

/**
 * Has the name of a class that Pig's distribution has and Pig 0.18's artifact on Maven Central lacks. With engines other than
 * local, Pig asks which jar it is in, in order to ship that jar, and does nothing else with it.
 */
public final class RoaringBitmap {
    private RoaringBitmap() {}
}
