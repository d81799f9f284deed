// Learn_Words.ijm
//
// What patterns does this folder of slides consist of? Cuts the tissue of every slide into patches,
// describes each with a layer of a network, groups the descriptions into "visual words", and writes
//     dictionary.png    every word as pictures: the patches nearest to its centre, and a random sample
//     choice.png        how the number of words was chosen
//     histograms.png    what each slide consists of; the numbers are in summary.csv and counts.csv
//     tree.png          which slides are alike
//     embedding.png     patches and words on a plane
//     <slide>/overlay.png, labels.tif, tiles.csv    which word lies where
//     codebook/         the words, to find them on other slides with Map_Words.ijm
// After Lee et al. 2022, Scientific Reports 12:4832.
//
// The network must say at how many micrometres per pixel it sees tissue (import it with Spacing).
//
// By hand:    Plugins > Macros > Run..., choose this file, then the folder and the network.
// Unattended: pass the paths and the number of words (0: chosen) as the argument, separated by commas:
//     java -jar coverslip.jar macro file=Learn_Words.ijm argument=slides,tissue,0,results
//     ImageJ --headless -macro Learn_Words.ijm slides,tissue,0,results
// Stop it whenever you like: slides that are done are not read again, whatever the number of words.

argument = getArgument();
if (argument != "") {
    parts = split(argument, ",");
    if (parts.length != 4) exit("Give slides,network,number of words,results");
    input = parts[0];
    model = parts[1];
    words = parts[2];
    output = parts[3];
} else {
    input = getDirectory("Folder with slides");
    model = getDirectory("Network (bundle folder)");
    words = getNumber("How many words (0: chosen)", 0);
    output = getDirectory("Folder for the results");
}

run("Coverslip Learn Words...", "input=[" + input + "] model=[" + model + "] output=[" + output + "] words=" + words);

for (i = 0; i < nResults; i++) {
    print(getResultString("image", i) + ": " + getResult("patches", i) + " patches, " + d2s(100 * getResult("word 1", i), 1) + " % are word 1");
}
