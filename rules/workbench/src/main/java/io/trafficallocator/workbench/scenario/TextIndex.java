package io.trafficallocator.workbench.scenario;

import java.util.Arrays;
import java.util.List;

/** Distinct texts numbered from 0 in the order they came, looked up without making a string of what is looked for. */
final class TextIndex {
    private String[] texts = new String[16];
    private int[] hashes = new int[16];
    private int[] slots = new int[64];
    private int size;

    int size() {
        return size;
    }

    String get(int code) {
        return texts[code];
    }

    /** A view of the texts in the order of their numbers. */
    List<String> asList() {
        return Arrays.asList(texts).subList(0, size);
    }

    String[] toArray() {
        return Arrays.copyOf(texts, size);
    }

    int find(String text) {
        return find(text.toCharArray(), 0, text.length());
    }

    /** The number of a text, or -1 when it is not held. */
    int find(char[] chars, int start, int end) {
        int slot = slot(chars, start, end, hash(chars, start, end));
        return slots[slot] - 1;
    }

    int add(String text) {
        return add(text.toCharArray(), 0, text.length());
    }

    /** The number of a text, which is added when it is new: {@link #size} tells whether it was. */
    int add(char[] chars, int start, int end) {
        int hash = hash(chars, start, end);
        int slot = slot(chars, start, end, hash);
        if (slots[slot] != 0) {
            return slots[slot] - 1;
        }
        if (size == texts.length) {
            texts = Arrays.copyOf(texts, size + (size >> 1));
            hashes = Arrays.copyOf(hashes, texts.length);
        }
        texts[size] = new String(chars, start, end - start);
        hashes[size] = hash;
        slots[slot] = ++size;
        if (size > slots.length / 2) {
            grow();
        }
        return size - 1;
    }

    private int slot(char[] chars, int start, int end, int hash) {
        int slot = hash & (slots.length - 1);
        while (slots[slot] != 0) {
            int code = slots[slot] - 1;
            if (hashes[code] == hash && same(texts[code], chars, start, end)) {
                return slot;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private void grow() {
        slots = new int[slots.length * 2];
        for (int code = 0; code < size; code++) {
            int slot = hashes[code] & (slots.length - 1);
            while (slots[slot] != 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = code + 1;
        }
    }

    private static boolean same(String text, char[] chars, int start, int end) {
        if (text.length() != end - start) {
            return false;
        }
        for (int index = start; index < end; index++) {
            if (text.charAt(index - start) != chars[index]) {
                return false;
            }
        }
        return true;
    }

    private static int hash(char[] chars, int start, int end) {
        int hash = 0;
        for (int index = start; index < end; index++) {
            hash = 31 * hash + chars[index];
        }
        // Numbered ids differ in their last digits only: spread them over all slots.
        hash *= 0x9E3779B9;
        return hash ^ (hash >>> 15);
    }
}
