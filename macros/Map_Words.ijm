// Map_Words.ijm
//
// How much of each known pattern is on these slides, and what does that predict? Finds the words that
// Learn_Words.ijm learned on other slides, and writes the same pictures and tables. With a table of
// labels (columns image, label and, where a patient has several slides, group) it also writes
//     classifier.csv, roc.png     how well a random forest and a linear SVM tell the two labels apart,
//                                 on slides of patients they have not seen, with a 95 % interval
//     importance.png              the words that the prediction rests on, each beside its pictures
//     scores.csv                  the score of every slide
//
// By hand:    Plugins > Macros > Run..., choose this file, then the folder, the network and the words.
// Unattended: pass the paths as the argument, separated by commas; leave the table empty if there is none:
//     java -jar coverslip.jar macro file=Map_Words.ijm argument=slides,tissue,learned/codebook,truth.csv,results
//     java -jar coverslip.jar macro file=Map_Words.ijm argument=slides,tissue,learned/codebook,,results

argument = getArgument();
if (argument != "") {
    // split() drops what is empty, so the commas are looked for one by one.
    parts = newArray(5);
    for (i = 0; i < 5; i++) {
        comma = indexOf(argument, ",");
        if (comma < 0 && i < 4) exit("Give slides,network,codebook,truth,results");
        if (i == 4) comma = lengthOf(argument);
        parts[i] = substring(argument, 0, comma);
        if (i < 4) argument = substring(argument, comma + 1);
    }
    input = parts[0];
    model = parts[1];
    codebook = parts[2];
    truth = parts[3];
    output = parts[4];
} else {
    input = getDirectory("Folder with slides");
    model = getDirectory("Network (bundle folder)");
    codebook = getDirectory("Folder of the words (codebook)");
    truth = getString("Table of labels (empty: none)", "");
    output = getDirectory("Folder for the results");
}

options = "input=[" + input + "] model=[" + model + "] codebook=[" + codebook + "] output=[" + output + "]";
if (truth != "") options = options + " truth=[" + truth + "]";
run("Coverslip Map Words...", options);

for (i = 0; i < nResults; i++) {
    print(getResultString("image", i) + ": " + d2s(100 * getResult("word 1", i), 1) + " % are word 1");
}
