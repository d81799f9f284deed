package org.coverslip.dialog;

import java.awt.Component;
import java.awt.Font;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.Insets;
import java.awt.Label;
import java.awt.Panel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The fields of a command so that they fit a screen of 1280 x 800: paths over the whole width, each
 * with its sentence below; the others in one column with their sentences to the right, or, where
 * there are many, in two, with one line for the first fault among them.
 */
final class FieldPanel {

    /** Width of all text, pixels. */
    static final int WIDE = 640;

    private static final int MOST_IN_ONE_COLUMN = 9;
    private static final int BESIDE = 330;

    private final CommandForm form;
    private final Font small;
    private final Panel panel = new Panel(new GridBagLayout());
    private final List<FieldRow> rows = new ArrayList<>();
    private final Map<FieldRow, NoteLine> notes = new LinkedHashMap<>();
    private final NoteLine shared;
    private final boolean two;

    /**
     * @param typed called with each field's new text
     */
    FieldPanel(CommandForm form, Font small, BiConsumer<Field, String> typed) {
        this.form = form;
        this.small = small;
        shared = new NoteLine(WIDE, 2, small);
        two = form.fields().stream().filter(f -> !f.kind().isPath()).count() > MOST_IN_ONE_COLUMN;
        for (Field field : form.fields()) {
            rows.add(new FieldRow(field, form.text(field.key()), t -> typed.accept(field, t)));
        }
        int y = 0;
        for (FieldRow row : rows) if (row.field().kind().isPath()) y = path(row, y);
        y = two ? columns(y) : column(y);
        if (two) add(shared, 0, y, 4);
    }

    Panel panel() {
        return panel;
    }

    List<FieldRow> rows() {
        return rows;
    }

    private int path(FieldRow row, int y) {
        NoteLine note = new NoteLine(WIDE - 100, 2, small);
        notes.put(row, note);
        label(row, 0, y);
        add(row.component(), 1, y, 3);
        add(note, 1, y + 1, 3);
        return y + 2;
    }

    private int column(int from) {
        int y = from;
        for (FieldRow row : rows) {
            if (row.field().kind().isPath()) continue;
            NoteLine note = new NoteLine(BESIDE, 1, small);
            notes.put(row, note);
            label(row, 0, y);
            add(row.component(), 1, y, 1);
            add(note, 2, y++, 2);
        }
        return y;
    }

    private int columns(int from) {
        List<FieldRow> plain = rows.stream().filter(r -> !r.field().kind().isPath()).toList();
        int half = (plain.size() + 1) / 2;
        for (int i = 0; i < plain.size(); i++) {
            int x = i < half ? 0 : 2;
            int y = from + i % half;
            label(plain.get(i), x, y);
            add(plain.get(i).component(), x + 1, y, 1);
        }
        return from + half;
    }

    private void label(FieldRow row, int x, int y) {
        panel.add(new Label(row.field().label()), at(x, y, 1, GridBagConstraints.EAST));
    }

    private void add(Component component, int x, int y, int width) {
        panel.add(component, at(x, y, width, GridBagConstraints.WEST));
    }

    private static GridBagConstraints at(int x, int y, int width, int anchor) {
        Insets insets = new Insets(1, 4, 1, 4);
        int fill = GridBagConstraints.NONE;
        return new GridBagConstraints(x, y, width, 1, 0, 0, anchor, fill, insets, 0, 0);
    }

    /** Shows what the form says of each field now. */
    void refresh() {
        Note first = Note.NONE;
        for (FieldRow row : rows) {
            row.offer(form.suggestions(row.field()));
            Note note = form.note(row.field());
            row.mark(note.fault());
            NoteLine own = notes.get(row);
            if (own != null) own.show(note);
            else if (note.fault() && !first.fault()) first = note;
        }
        shared.show(first);
    }
}
