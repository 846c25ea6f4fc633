<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name></name>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Keep training</source>
        <translation>Weiter trainieren</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>Anhalten und schließen</translation>
    </message>
    <message>
        <source>A run is going on. It can go on in the tray, or stop now; nothing is lost. Esc keeps the window.</source>
        <translation>Ein Lauf ist im Gange. Er kann im Infobereich weitergehen oder jetzt anhalten; nichts geht verloren. Esc behält das Fenster.</translation>
    </message>
    <message>
        <source>A run is going on. It can go on minimised, or stop now; nothing is lost. Esc keeps the window.</source>
        <translation>Ein Lauf ist im Gange. Er kann minimiert weitergehen oder jetzt anhalten; nichts geht verloren. Esc behält das Fenster.</translation>
    </message>
    <message>
        <source>Training goes on</source>
        <translation>Das Training geht weiter</translation>
    </message>
    <message>
        <source>Click the icon to see it.</source>
        <translation>Ein Klick auf das Symbol zeigt es.</translation>
    </message>
    <message>
        <source>Show the window</source>
        <translation>Fenster zeigen</translation>
    </message>
    <message>
        <source>Training has finished</source>
        <translation>Das Training ist fertig</translation>
    </message>
    <message>
        <source>Training has stopped</source>
        <translation>Das Training wurde angehalten</translation>
    </message>
    <message>
        <source>Training has failed</source>
        <translation>Das Training ist gescheitert</translation>
    </message>
    <message>
        <source>Held-out success: {rate}</source>
        <translation>Erfolg auf Prüfaufgaben: {rate}</translation>
    </message>
    <message>
        <source>Training needs a look</source>
        <translation>Das Training braucht einen Blick</translation>
    </message>
    <message>
        <source>Tasks wait for you</source>
        <translation>Aufgaben warten auf Sie</translation>
    </message>
    <message numerus="yes">
        <source>%n task(s) to approve or reject</source>
        <translation>
            <numerusform>%n Aufgabe anzunehmen oder abzulehnen</numerusform>
            <numerusform>%n Aufgaben anzunehmen oder abzulehnen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>approve %n task(s)</source>
        <translation>
            <numerusform>%n Aufgabe annehmen</numerusform>
            <numerusform>%n Aufgaben annehmen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>reject %n task(s)</source>
        <translation>
            <numerusform>%n Aufgabe ablehnen</numerusform>
            <numerusform>%n Aufgaben ablehnen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>change %n task(s)</source>
        <translation>
            <numerusform>%n Aufgabe ändern</numerusform>
            <numerusform>%n Aufgaben ändern</numerusform>
        </translation>
    </message>
    <message>
        <source>add “{task}”</source>
        <translation>„{task}“ hinzufügen</translation>
    </message>
    <message>
        <source>retract an episode</source>
        <translation>Episode zurückziehen</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Stop for now; the next download of this model goes on where this one ended</source>
        <translation>Fürs Erste anhalten; der nächste Download dieses Modells geht dort weiter</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop, and delete what has come</source>
        <translation>Anhalten und löschen, was schon da ist</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>Lädt</translation>
    </message>
    <message>
        <source>{model} is here.</source>
        <translation>{model} ist da.</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>No runs yet. Enter a website above and press Train, or try the demo.</source>
        <translation>Noch keine Läufe. Geben Sie oben eine Website ein und drücken Sie Trainieren, oder probieren Sie die Demo.</translation>
    </message>
    <message>
        <source>Train on the shop that ships with the program: no network, no account</source>
        <translation>Auf dem mitgelieferten Laden trainieren: ohne Netz, ohne Konto</translation>
    </message>
    <message>
        <source>Try the offline demo</source>
        <translation>Offline-Demo ausprobieren</translation>
    </message>
    <message>
        <source>An agent that learns your website</source>
        <translation>Ein Agent, der Ihre Website lernt</translation>
    </message>
    <message>
        <source>It invents tasks, tries them, and you decide what counts.</source>
        <translation>Er erfindet Aufgaben, probiert sie, und Sie entscheiden, was zählt.</translation>
    </message>
    <message>
        <source>Projects</source>
        <translation>Projekte</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>All as they came</source>
        <translation>Alle wie geliefert</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>Neue Taste</translation>
    </message>
    <message>
        <source>Press the new key for “{action}”, or Esc.</source>
        <translation>Drücken Sie die neue Taste für „{action}“, oder Esc.</translation>
    </message>
    <message>
        <source>Keys of a list work while it has the focus. Click a key to choose another one; it is kept.</source>
        <translation>Tasten einer Liste wirken, solange sie den Fokus hat. Ein Klick auf eine Taste wählt eine andere; sie wird behalten.</translation>
    </message>
    <message>
        <source>{action}: {keys}</source>
        <translation>{action}: {keys}</translation>
    </message>
    <message>
        <source>{keys} is the key of “{other}” already; nothing was changed.</source>
        <translation>{keys} gehört schon zu „{other}“; nichts wurde geändert.</translation>
    </message>
    <message>
        <source>“{action}” is on {keys} now.</source>
        <translation>„{action}“ liegt jetzt auf {keys}.</translation>
    </message>
    <message>
        <source>GPU: {cards}.</source>
        <translation>GPU: {cards}.</translation>
    </message>
    <message>
        <source>Models of up to about {parameters} billion parameters fit.</source>
        <translation>Modelle bis etwa {parameters} Milliarden Parameter passen.</translation>
    </message>
    <message numerus="yes">
        <source>No NVIDIA GPU: models run on the CPU (%n core(s)), which suits small ones.</source>
        <translation>
            <numerusform>Keine NVIDIA-GPU: Modelle laufen auf der CPU (%n Kern), das genügt kleinen.</numerusform>
            <numerusform>Keine NVIDIA-GPU: Modelle laufen auf der CPU (%n Kerne), das genügt kleinen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Memory: {free} of {total} free.</source>
        <translation>Speicher: {free} von {total} frei.</translation>
    </message>
    <message>
        <source>Disk: {free} free.</source>
        <translation>Festplatte: {free} frei.</translation>
    </message>
    <message>
        <source>That is little: a run keeps screenshots and checkpoints.</source>
        <translation>Das ist wenig: Ein Lauf behält Bildschirmfotos und Zwischenstände.</translation>
    </message>
    <message>
        <source>The next run uses {model}.</source>
        <translation>Der nächste Lauf nimmt {model}.</translation>
    </message>
    <message>
        <source>Stop the run that is on first; then another one can be shown.</source>
        <translation>Halten Sie erst den laufenden Lauf an; dann kann ein anderer gezeigt werden.</translation>
    </message>
    <message>
        <source>Stop the run that is on first; then another one can go on.</source>
        <translation>Halten Sie erst den laufenden Lauf an; dann kann ein anderer weitergehen.</translation>
    </message>
    <message>
        <source>Stopping… The window closes when the run has ended; nothing is lost.</source>
        <translation>Wird angehalten… Das Fenster schließt, wenn der Lauf geendet hat; nichts geht verloren.</translation>
    </message>
    <message>
        <source>Keep what you did for “{task}” as a demonstration? Its check holds.</source>
        <translation>Was Sie für „{task}“ getan haben, als Vorführung behalten? Die Prüfung trifft zu.</translation>
    </message>
    <message>
        <source>Keep what you did for “{task}” as a demonstration? Its check does not hold yet.</source>
        <translation>Was Sie für „{task}“ getan haben, als Vorführung behalten? Die Prüfung trifft noch nicht zu.</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Do not keep it</source>
        <translation>Nicht behalten</translation>
    </message>
    <message>
        <source>Kept: the agent learns this task as you did it.</source>
        <translation>Behalten: Der Agent lernt diese Aufgabe so, wie Sie sie gelöst haben.</translation>
    </message>
    <message>
        <source>Stopped. All is kept.</source>
        <translation>Angehalten. Alles ist aufgehoben.</translation>
    </message>
    <message numerus="yes">
        <source>%n task(s) wait(s) for you.</source>
        <translation>
            <numerusform>%n Aufgabe wartet auf Sie.</numerusform>
            <numerusform>%n Aufgaben warten auf Sie.</numerusform>
        </translation>
    </message>
    <message>
        <source>Approve all</source>
        <translation>Alle annehmen</translation>
    </message>
    <message>
        <source>Something else is running; measure when it has ended.</source>
        <translation>Etwas anderes läuft; messen Sie, wenn es geendet hat.</translation>
    </message>
    <message>
        <source>Measuring {adapter}…</source>
        <translation>{adapter} wird gemessen…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>{adapter} could not be measured.</source>
        <translation>{adapter} konnte nicht gemessen werden.</translation>
    </message>
    <message>
        <source>{adapter} was measured, but the result cannot be read.</source>
        <translation>{adapter} wurde gemessen, aber das Ergebnis ist nicht lesbar.</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>&amp;Lauf</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Resume this run</source>
        <translation>Diesen Lauf fortsetzen</translation>
    </message>
    <message>
        <source>Ask me before training on a task</source>
        <translation>Vor dem Training auf einer Aufgabe fragen</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>&amp;Adresse</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>Take back:</source>
        <translation>Zurücknehmen:</translation>
    </message>
    <message>
        <source>Do again:</source>
        <translation>Wiederholen:</translation>
    </message>
    <message>
        <source>Approve all waiting tasks</source>
        <translation>Alle wartenden Aufgaben annehmen</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>Aufgaben</translation>
    </message>
    <message>
        <source>Verdicts</source>
        <translation>Urteile</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Go to {panel}</source>
        <translation>Zu {panel}</translation>
    </message>
    <message>
        <source>Show {panel}</source>
        <translation>{panel} zeigen</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Show event loop delay</source>
        <translation>Verzögerung der Ereignisschleife zeigen</translation>
    </message>
    <message>
        <source>Reset layout</source>
        <translation>Anordnung zurücksetzen</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>The language changes when PAE Studio is opened next.</source>
        <translation>Die Sprache wechselt, wenn PAE Studio das nächste Mal geöffnet wird.</translation>
    </message>
    <message>
        <source>Find an action</source>
        <translation>Aktion finden</translation>
    </message>
    <message>
        <source>Welcome cards again</source>
        <translation>Willkommenskarten noch einmal</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Held-out success</source>
        <translation>Erfolg auf Prüfaufgaben</translation>
    </message>
    <message>
        <source>This machine</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Erstellt</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>Basismodell</translation>
    </message>
    <message>
        <source>Adapter</source>
        <translation>Adapter</translation>
    </message>
    <message>
        <source>base not here</source>
        <translation>Basis nicht hier</translation>
    </message>
    <message>
        <source>✓ fits</source>
        <translation>✓ passt</translation>
    </message>
    <message>
        <source>✗ needs {need}</source>
        <translation>✗ braucht {need}</translation>
    </message>
    <message>
        <source>Put back what was deleted last</source>
        <translation>Zurückholen, was zuletzt gelöscht wurde</translation>
    </message>
    <message>
        <source>Put back</source>
        <translation>Zurückholen</translation>
    </message>
    <message>
        <source>owner/name on the Hugging Face hub</source>
        <translation>besitzer/name auf dem Hugging-Face-Hub</translation>
    </message>
    <message>
        <source>Model to download</source>
        <translation>Modell zum Herunterladen</translation>
    </message>
    <message>
        <source>Exported to {place}</source>
        <translation>Exportiert nach {place}</translation>
    </message>
    <message>
        <source>Receipt written to {place}</source>
        <translation>Beleg geschrieben nach {place}</translation>
    </message>
    <message>
        <source>Stop the run that is on first; then models can be deleted.</source>
        <translation>Halten Sie erst den laufenden Lauf an; dann können Modelle gelöscht werden.</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Use for the next run</source>
        <translation>Für den nächsten Lauf nehmen</translation>
    </message>
    <message>
        <source>Open the train sheet with this model</source>
        <translation>Das Trainingsblatt mit diesem Modell öffnen</translation>
    </message>
    <message>
        <source>Open run</source>
        <translation>Lauf öffnen</translation>
    </message>
    <message>
        <source>Show the run that made this adapter</source>
        <translation>Den Lauf zeigen, der diesen Adapter gemacht hat</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>Messen</translation>
    </message>
    <message>
        <source>Measure this adapter again, apart</source>
        <translation>Diesen Adapter gesondert noch einmal messen</translation>
    </message>
    <message>
        <source>Go on from here</source>
        <translation>Von hier weiter</translation>
    </message>
    <message>
        <source>A new run that starts from this version</source>
        <translation>Ein neuer Lauf ab dieser Version</translation>
    </message>
    <message>
        <source>Export adapter…</source>
        <translation>Adapter exportieren…</translation>
    </message>
    <message>
        <source>As a folder that PEFT loads</source>
        <translation>Als Ordner, den PEFT lädt</translation>
    </message>
    <message>
        <source>Receipt…</source>
        <translation>Beleg…</translation>
    </message>
    <message>
        <source>The run on one sheet, HTML or JSON</source>
        <translation>Der Lauf auf einem Blatt, HTML oder JSON</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>To the trash; it can come back for seven days</source>
        <translation>In den Papierkorb; sieben Tage lang zurückzuholen</translation>
    </message>
    <message>
        <source>Download this base model</source>
        <translation>Dieses Basismodell herunterladen</translation>
    </message>
    <message>
        <source>Put back {name}</source>
        <translation>{name} zurückholen</translation>
    </message>
    <message>
        <source>No models yet. They come with the first run.</source>
        <translation>Noch keine Modelle. Sie kommen mit dem ersten Lauf.</translation>
    </message>
    <message>
        <source>Made run {run}, which goes on from that version.</source>
        <translation>Lauf {run} angelegt; er geht von dieser Version weiter.</translation>
    </message>
    <message>
        <source>Deleted {name}; it can be put back for seven days.</source>
        <translation>{name} gelöscht; sieben Tage lang zurückzuholen.</translation>
    </message>
    <message>
        <source>{name} is back.</source>
        <translation>{name} ist wieder da.</translation>
    </message>
    <message>
        <source>Export adapter into</source>
        <translation>Adapter exportieren nach</translation>
    </message>
    <message>
        <source>Receipt of the run</source>
        <translation>Beleg des Laufs</translation>
    </message>
    <message>
        <source>run {run}</source>
        <translation>Lauf {run}</translation>
    </message>
    <message>
        <source>version {version}</source>
        <translation>Version {version}</translation>
    </message>
    <message>
        <source>the latest</source>
        <translation>die neueste</translation>
    </message>
    <message>
        <source>on {base}</source>
        <translation>auf {base}</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Trainieren</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>Was möchten Sie tun?</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Aktionen</translation>
    </message>
    <message>
        <source>No action has these words.</source>
        <translation>Keine Aktion hat diese Wörter.</translation>
    </message>
    <message>
        <source>Demo shop (built in)</source>
        <translation>Demo-Laden (eingebaut)</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>Unterbrochen</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) ago</source>
        <translation>
            <numerusform>vor %n Minute</numerusform>
            <numerusform>vor %n Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s) ago</source>
        <translation>
            <numerusform>vor %n Stunde</numerusform>
            <numerusform>vor %n Stunden</numerusform>
        </translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>nicht gemessen</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n Lauf</numerusform>
            <numerusform>%n Läufe</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n episode(s)</source>
        <translation>
            <numerusform>%n Versuch</numerusform>
            <numerusform>%n Versuche</numerusform>
        </translation>
    </message>
    <message>
        <source>adapter version {version}</source>
        <translation>Adapter-Version {version}</translation>
    </message>
    <message>
        <source>Go on where this run ended, at most one update behind</source>
        <translation>Dort weitermachen, wo dieser Lauf endete, höchstens ein Update zurück</translation>
    </message>
    <message>
        <source>The run on {site} was interrupted after {number} episodes; nothing is lost.</source>
        <translation>Der Lauf auf {site} wurde nach {number} Versuchen unterbrochen; nichts ist verloren.</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Train again</source>
        <translation>Noch einmal trainieren</translation>
    </message>
    <message>
        <source>A new run on this site</source>
        <translation>Ein neuer Lauf auf dieser Website</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Show this run</source>
        <translation>Diesen Lauf zeigen</translation>
    </message>
    <message>
        <source>Earlier runs</source>
        <translation>Frühere Läufe</translation>
    </message>
    <message>
        <source>Go on where this run ended</source>
        <translation>Dort weitermachen, wo dieser Lauf endete</translation>
    </message>
    <message>
        <source>not measured yet</source>
        <translation>noch nicht gemessen</translation>
    </message>
    <message>
        <source>Held-out success: {values}</source>
        <translation>Erfolg auf Prüfaufgaben: {values}</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>Training starten</translation>
    </message>
    <message>
        <source>Show or hide the advanced settings</source>
        <translation>Weitere Einstellungen zeigen oder verbergen</translation>
    </message>
    <message>
        <source>Copy as command</source>
        <translation>Als Befehl kopieren</translation>
    </message>
    <message>
        <source>Copy the command that starts this very run</source>
        <translation>Den Befehl kopieren, der genau diesen Lauf startet</translation>
    </message>
    <message>
        <source>Do not train now (Esc)</source>
        <translation>Jetzt nicht trainieren (Esc)</translation>
    </message>
    <message>
        <source>Start the run (Ctrl+Enter)</source>
        <translation>Den Lauf starten (Strg+Enter)</translation>
    </message>
    <message>
        <source>Train on {site}</source>
        <translation>Trainieren auf {site}</translation>
    </message>
    <message>
        <source>Which model? Give a hub name or a local folder.</source>
        <translation>Welches Modell? Geben Sie einen Hub-Namen oder einen Ordner an.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Advanced settings</source>
        <translation>Weitere Einstellungen</translation>
    </message>
    <message numerus="yes">
        <source>%n changed</source>
        <translation>
            <numerusform>%n geändert</numerusform>
            <numerusform>%n geändert</numerusform>
        </translation>
    </message>
    <message>
        <source>Your own choice of settings.</source>
        <translation>Ihre eigene Auswahl.</translation>
    </message>
    <message>
        <source>Looking at this machine…</source>
        <translation>Der Rechner wird angesehen…</translation>
    </message>
    <message>
        <source>Not on this machine: it is fetched when the run starts.</source>
        <translation>Nicht auf diesem Rechner: Es wird geholt, wenn der Lauf beginnt.</translation>
    </message>
    <message>
        <source>on the GPU</source>
        <translation>auf der GPU</translation>
    </message>
    <message>
        <source>on the CPU</source>
        <translation>auf der CPU</translation>
    </message>
    <message>
        <source>{size} of weights, on this machine; runs {where}.</source>
        <translation>{size} Gewichte, auf diesem Rechner; läuft {where}.</translation>
    </message>
    <message>
        <source>Time: about {time}</source>
        <translation>Zeit: etwa {time}</translation>
    </message>
    <message>
        <source>memory: about {need} ({free} free)</source>
        <translation>Speicher: etwa {need} ({free} frei)</translation>
    </message>
    <message>
        <source>disk: about {need} ({free} free)</source>
        <translation>Festplatte: etwa {need} ({free} frei)</translation>
    </message>
    <message>
        <source>This model does not fit: choose a smaller one, or close other programs.</source>
        <translation>Dieses Modell passt nicht: Wählen Sie ein kleineres oder schließen Sie andere Programme.</translation>
    </message>
    <message>
        <source>The disk is too small for this run.</source>
        <translation>Die Festplatte ist für diesen Lauf zu klein.</translation>
    </message>
    <message>
        <source>may leave the site</source>
        <translation>darf die Website verlassen</translation>
    </message>
    <message>
        <source>stays on the site</source>
        <translation>bleibt auf der Website</translation>
    </message>
    <message>
        <source>may submit forms that change it</source>
        <translation>darf Formulare absenden, die sie ändern</translation>
    </message>
    <message>
        <source>changes nothing</source>
        <translation>ändert nichts</translation>
    </message>
    <message>
        <source>The agent {stays} and presses any button it sees; the explorer {sends}.</source>
        <translation>Der Agent {stays} und drückt jeden Knopf, den er sieht; der Erkunder {sends}.</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>What it may do on a site</source>
        <translation>Was er auf einer Website darf</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>Alle Tasten</translation>
    </message>
    <message>
        <source>Show every key (F1)</source>
        <translation>Jede Taste zeigen (F1)</translation>
    </message>
    <message>
        <source>Got it</source>
        <translation>Verstanden</translation>
    </message>
    <message>
        <source>Close this card for good</source>
        <translation>Diese Karte für immer schließen</translation>
    </message>
    <message>
        <source>The agent stays on the site’s own address; the browser refuses everything else.</source>
        <translation>Der Agent bleibt auf der Adresse der Website; der Browser verweigert alles andere.</translation>
    </message>
    <message>
        <source>The explorer follows links and sends searches. It does not log out, delete or buy.</source>
        <translation>Der Erkunder folgt Links und sendet Suchen. Er meldet nicht ab, löscht nicht und kauft nicht.</translation>
    </message>
    <message>
        <source>Each attempt has its own cookies. Nothing is sent anywhere else.</source>
        <translation>Jeder Versuch hat eigene Cookies. Nichts wird anderswohin gesendet.</translation>
    </message>
    <message>
        <source>The agent presses any button it sees: use a copy of your site, or one that may change.</source>
        <translation>Der Agent drückt jeden Knopf, den er sieht: Nehmen Sie eine Kopie Ihrer Website oder eine, die sich ändern darf.</translation>
    </message>
    <message>
        <source>Ctrl+R: train</source>
        <translation>Strg+R: trainieren</translation>
    </message>
    <message>
        <source>Ctrl+K: find any action</source>
        <translation>Strg+K: jede Aktion finden</translation>
    </message>
    <message>
        <source>A and X: approve or reject a task</source>
        <translation>A und X: Aufgabe annehmen oder ablehnen</translation>
    </message>
    <message>
        <source>S, F and C: overrule a verdict</source>
        <translation>S, F und C: ein Urteil umstoßen</translation>
    </message>
    <message>
        <source>Ctrl+Z: take back, also tomorrow</source>
        <translation>Strg+Z: zurücknehmen, auch morgen noch</translation>
    </message>
    <message>
        <source>Time for the whole run, in minutes.</source>
        <translation>Zeit für den ganzen Lauf, in Minuten.</translation>
    </message>
    <message>
        <source>Stop after this many updates; 0: when the time is over.</source>
        <translation>Nach so vielen Updates anhalten; 0: wenn die Zeit um ist.</translation>
    </message>
    <message>
        <source>Seed of every random choice.</source>
        <translation>Startwert jeder zufälligen Wahl.</translation>
    </message>
    <message>
        <source>Approve proposed tasks without asking.</source>
        <translation>Vorgeschlagene Aufgaben ohne Rückfrage annehmen.</translation>
    </message>
    <message>
        <source>How many tasks to propose.</source>
        <translation>Wie viele Aufgaben vorgeschlagen werden.</translation>
    </message>
    <message>
        <source>How many pages to explore at most.</source>
        <translation>Wie viele Seiten höchstens erkundet werden.</translation>
    </message>
    <message>
        <source>Time for exploring, in seconds.</source>
        <translation>Zeit zum Erkunden, in Sekunden.</translation>
    </message>
    <message>
        <source>Pause before each page load of the explorer, in s.</source>
        <translation>Pause vor jedem Seitenaufruf des Erkunders, in s.</translation>
    </message>
    <message>
        <source>Let the explorer submit forms that change the site.</source>
        <translation>Den Erkunder Formulare absenden lassen, die die Website ändern.</translation>
    </message>
    <message>
        <source>Let the agent leave the site&apos;s own origin.</source>
        <translation>Den Agenten die Adresse der Website verlassen lassen.</translation>
    </message>
    <message>
        <source>Who proposes: the explorer, a model that gets its map, both, or a model that gets the site&apos;s name only.</source>
        <translation>Wer vorschlägt: der Erkunder, ein Modell mit seiner Karte, beide oder ein Modell, das nur den Namen der Website kennt.</translation>
    </message>
    <message>
        <source>Share of a model&apos;s tasks among both.</source>
        <translation>Anteil der Aufgaben des Modells, wenn beide vorschlagen.</translation>
    </message>
    <message>
        <source>Share of a model&apos;s tasks that cannot be done, on purpose.</source>
        <translation>Anteil der Aufgaben des Modells, die mit Absicht unlösbar sind.</translation>
    </message>
    <message>
        <source>What the site is called and is for; empty: its address.</source>
        <translation>Wie die Website heißt und wozu sie dient; leer: ihre Adresse.</translation>
    </message>
    <message>
        <source>File of tasks to start from, one instruction a line.</source>
        <translation>Datei mit Aufgaben zum Anfangen, eine Anweisung je Zeile.</translation>
    </message>
    <message>
        <source>Address of the proposer&apos;s model server; empty: none.</source>
        <translation>Adresse des Modellservers des Vorschlagenden; leer: keiner.</translation>
    </message>
    <message>
        <source>Name of the proposer&apos;s model, as its server lists it.</source>
        <translation>Name des Modells des Vorschlagenden, wie sein Server ihn führt.</translation>
    </message>
    <message>
        <source>What the proposer&apos;s server speaks; auto: by its address.</source>
        <translation>Was der Server des Vorschlagenden spricht; auto: nach seiner Adresse.</translation>
    </message>
    <message>
        <source>Name of the environment variable or keyring entry with the proposer&apos;s key.</source>
        <translation>Name der Umgebungsvariable oder des Schlüsselbundeintrags mit dem Schlüssel des Vorschlagenden.</translation>
    </message>
    <message>
        <source>Longest reply of the proposer&apos;s model.</source>
        <translation>Längste Antwort des Modells des Vorschlagenden.</translation>
    </message>
    <message>
        <source>The proposer&apos;s model is shown screenshots.</source>
        <translation>Das Modell des Vorschlagenden bekommt Bildschirmfotos.</translation>
    </message>
    <message>
        <source>Tokens the proposer&apos;s model may use in a session; 0: no limit.</source>
        <translation>Tokens, die das Modell des Vorschlagenden in einer Sitzung brauchen darf; 0: keine Grenze.</translation>
    </message>
    <message>
        <source>Money the proposer&apos;s model may cost in a session; 0: no limit.</source>
        <translation>Geld, das das Modell des Vorschlagenden in einer Sitzung kosten darf; 0: keine Grenze.</translation>
    </message>
    <message>
        <source>Price of a million tokens the proposer&apos;s model reads.</source>
        <translation>Preis einer Million Tokens, die das Modell des Vorschlagenden liest.</translation>
    </message>
    <message>
        <source>Price of a million tokens the proposer&apos;s model writes.</source>
        <translation>Preis einer Million Tokens, die das Modell des Vorschlagenden schreibt.</translation>
    </message>
    <message>
        <source>Who judges: the tasks&apos; checks, a model, or checks and a model where no check decides.</source>
        <translation>Wer urteilt: die Prüfungen der Aufgaben, ein Modell, oder Prüfungen und ein Modell, wo keine Prüfung entscheidet.</translation>
    </message>
    <message>
        <source>Address of the judge&apos;s model server; empty: none.</source>
        <translation>Adresse des Modellservers des Richters; leer: keiner.</translation>
    </message>
    <message>
        <source>Name of the judge&apos;s model, as its server lists it.</source>
        <translation>Name des Modells des Richters, wie sein Server ihn führt.</translation>
    </message>
    <message>
        <source>What the judge&apos;s server speaks; auto: by its address.</source>
        <translation>Was der Server des Richters spricht; auto: nach seiner Adresse.</translation>
    </message>
    <message>
        <source>Name of the environment variable or keyring entry with the judge&apos;s key.</source>
        <translation>Name der Umgebungsvariable oder des Schlüsselbundeintrags mit dem Schlüssel des Richters.</translation>
    </message>
    <message>
        <source>Longest reply of the judge&apos;s model, in tokens.</source>
        <translation>Längste Antwort des Modells des Richters, in Tokens.</translation>
    </message>
    <message>
        <source>The judge&apos;s model is shown screenshots.</source>
        <translation>Das Modell des Richters bekommt Bildschirmfotos.</translation>
    </message>
    <message>
        <source>Tokens the judge&apos;s model may use in a session; 0: no limit.</source>
        <translation>Tokens, die das Modell des Richters in einer Sitzung brauchen darf; 0: keine Grenze.</translation>
    </message>
    <message>
        <source>Money the judge&apos;s model may cost in a session; 0: no limit.</source>
        <translation>Geld, das das Modell des Richters in einer Sitzung kosten darf; 0: keine Grenze.</translation>
    </message>
    <message>
        <source>Price of a million tokens the judge&apos;s model reads.</source>
        <translation>Preis einer Million Tokens, die das Modell des Richters liest.</translation>
    </message>
    <message>
        <source>Price of a million tokens the judge&apos;s model writes.</source>
        <translation>Preis einer Million Tokens, die das Modell des Richters schreibt.</translation>
    </message>
    <message>
        <source>How often the judge is asked about an episode.</source>
        <translation>Wie oft der Richter zu einer Episode befragt wird.</translation>
    </message>
    <message>
        <source>Share of the votes that must say success.</source>
        <translation>Anteil der Stimmen, die Erfolg sagen müssen.</translation>
    </message>
    <message>
        <source>Last pages of an episode that the judge sees.</source>
        <translation>Letzte Seiten einer Episode, die der Richter sieht.</translation>
    </message>
    <message>
        <source>File with guidance for the judge instead of the shipped one.</source>
        <translation>Datei mit Anleitung für den Richter statt der mitgelieferten.</translation>
    </message>
    <message>
        <source>Share of the episodes decided by a check that the judge judges too.</source>
        <translation>Anteil der von einer Prüfung entschiedenen Episoden, die auch der Richter beurteilt.</translation>
    </message>
    <message>
        <source>Longest wait for a reply of a model server, in s.</source>
        <translation>Längstes Warten auf die Antwort eines Modellservers, in s.</translation>
    </message>
    <message>
        <source>Retries when a model server fails or limits.</source>
        <translation>Neue Versuche, wenn ein Modellserver versagt oder begrenzt.</translation>
    </message>
    <message>
        <source>Requests to a model server at the same time.</source>
        <translation>Gleichzeitige Anfragen an einen Modellserver.</translation>
    </message>
    <message>
        <source>Which browser plays.</source>
        <translation>Welcher Browser spielt.</translation>
    </message>
    <message>
        <source>Pages that play at the same time.</source>
        <translation>Seiten, die gleichzeitig spielen.</translation>
    </message>
    <message>
        <source>Keep a screenshot of each step (off by default without a window).</source>
        <translation>Von jedem Schritt ein Bildschirmfoto behalten (ohne Fenster von sich aus nicht).</translation>
    </message>
    <message>
        <source>Longest wait for what an action started, in s.</source>
        <translation>Längstes Warten auf das, was eine Aktion auslöst, in s.</translation>
    </message>
    <message>
        <source>Actions in an episode at most.</source>
        <translation>Aktionen in einem Versuch höchstens.</translation>
    </message>
    <message>
        <source>Base model: a hub name or a local folder.</source>
        <translation>Basismodell: ein Hub-Name oder ein Ordner.</translation>
    </message>
    <message>
        <source>Longest page description for the model, in tokens.</source>
        <translation>Längste Seitenbeschreibung für das Modell, in Token.</translation>
    </message>
    <message>
        <source>Rank of the LoRA adapter.</source>
        <translation>Rang des LoRA-Adapters.</translation>
    </message>
    <message>
        <source>CPU threads of the model; 0: all cores.</source>
        <translation>CPU-Fäden des Modells; 0: alle Kerne.</translation>
    </message>
    <message>
        <source>Sampling temperature while training.</source>
        <translation>Temperatur beim Training.</translation>
    </message>
    <message>
        <source>Policy gradient, or filtered behaviour cloning as in PAE.</source>
        <translation>Policy-Gradient, oder gefiltertes Nachahmen wie in PAE.</translation>
    </message>
    <message>
        <source>Episodes of one task in an iteration.</source>
        <translation>Versuche an einer Aufgabe je Runde.</translation>
    </message>
    <message>
        <source>Tasks in an iteration.</source>
        <translation>Aufgaben je Runde.</translation>
    </message>
    <message>
        <source>Learning rate of the adapter.</source>
        <translation>Lernrate des Adapters.</translation>
    </message>
    <message>
        <source>Distinct decisions in one optimizer step.</source>
        <translation>Verschiedene Entscheidungen in einem Optimierungsschritt.</translation>
    </message>
    <message>
        <source>Passes over an iteration&apos;s decisions.</source>
        <translation>Durchgänge über die Entscheidungen einer Runde.</translation>
    </message>
    <message>
        <source>A task whose whole group failed also learns from the explorer&apos;s path.</source>
        <translation>Eine Aufgabe, deren ganze Gruppe scheiterte, lernt auch aus dem Weg des Erkunders.</translation>
    </message>
    <message>
        <source>Share of the training tasks that it shows; the others are left to RL.</source>
        <translation>Anteil der Trainingsaufgaben, die er zeigt; die anderen bleiben dem RL.</translation>
    </message>
    <message>
        <source>Learning rate the warm start begins with.</source>
        <translation>Lernrate, mit der der Warmstart beginnt.</translation>
    </message>
    <message>
        <source>Clip range of the probability ratio.</source>
        <translation>Grenze des Wahrscheinlichkeitsverhältnisses.</translation>
    </message>
    <message>
        <source>Largest gradient norm.</source>
        <translation>Größte Gradientennorm.</translation>
    </message>
    <message>
        <source>Learn from the explorer&apos;s paths before RL.</source>
        <translation>Vor dem Verstärkungslernen aus den Wegen des Erkunders lernen.</translation>
    </message>
    <message>
        <source>Share of the time left for the warm start.</source>
        <translation>Anteil der übrigen Zeit für den Warmstart.</translation>
    </message>
    <message>
        <source>Share of the tasks kept apart to measure with.</source>
        <translation>Anteil der Aufgaben, die zum Messen beiseite bleiben.</translation>
    </message>
    <message>
        <source>Most tasks kept apart.</source>
        <translation>Höchstens so viele Aufgaben bleiben beiseite.</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Proposer</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>Judge</source>
        <translation>Richter</translation>
    </message>
    <message>
        <source>Endpoint</source>
        <translation>Endpunkt</translation>
    </message>
    <message>
        <source>Browser</source>
        <translation>Browser</translation>
    </message>
    <message>
        <source>Learner</source>
        <translation>Lernen</translation>
    </message>
    <message>
        <source>Measuring</source>
        <translation>Messen</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>Schnell</translation>
    </message>
    <message>
        <source>A first look: fewer tasks, five minutes.</source>
        <translation>Ein erster Blick: weniger Aufgaben, fünf Minuten.</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>The defaults: twelve minutes.</source>
        <translation>Die Vorgaben: zwölf Minuten.</translation>
    </message>
    <message>
        <source>Thorough</source>
        <translation>Gründlich</translation>
    </message>
    <message>
        <source>More of the site, more tasks, a sharper measurement; an hour.</source>
        <translation>Mehr von der Website, mehr Aufgaben, eine schärfere Messung; eine Stunde.</translation>
    </message>
    <message>
        <source>Address of a website, or demo for the built-in one</source>
        <translation>Adresse einer Website, oder demo für die eingebaute</translation>
    </message>
    <message>
        <source>Website address</source>
        <translation>Adresse der Website</translation>
    </message>
    <message>
        <source>Starting: loading the model and the browser…</source>
        <translation>Beginnt: Modell und Browser werden geladen…</translation>
    </message>
    <message>
        <source>Stopping after the current action… What was done is kept.</source>
        <translation>Hält nach der laufenden Aktion an… Was getan ist, bleibt.</translation>
    </message>
    <message>
        <source>Paused ({phase})</source>
        <translation>Pausiert ({phase})</translation>
    </message>
    <message>
        <source>Run {run} on {site} did not end; it can be resumed.</source>
        <translation>Lauf {run} auf {site} endete nicht; er kann fortgesetzt werden.</translation>
    </message>
    <message>
        <source>Finished.</source>
        <translation>Fertig.</translation>
    </message>
    <message>
        <source>Stopped; it can be resumed.</source>
        <translation>Angehalten; kann fortgesetzt werden.</translation>
    </message>
    <message>
        <source>The run failed.</source>
        <translation>Der Lauf ist gescheitert.</translation>
    </message>
    <message>
        <source>Held-out success {before} → {after}.</source>
        <translation>Erfolg auf Prüfaufgaben {before} → {after}.</translation>
    </message>
    <message numerus="yes">
        <source>%n task(s)</source>
        <translation>
            <numerusform>%n Aufgabe</numerusform>
            <numerusform>%n Aufgaben</numerusform>
        </translation>
    </message>
    <message>
        <source>{share} unclear</source>
        <translation>{share} unklar</translation>
    </message>
    <message numerus="yes">
        <source>%n update(s)</source>
        <translation>
            <numerusform>%n Update</numerusform>
            <numerusform>%n Updates</numerusform>
        </translation>
    </message>
    <message>
        <source>Ready. Enter a website and press Train.</source>
        <translation>Bereit. Geben Sie eine Website ein und drücken Sie Trainieren.</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Beginnt</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Hält an</translation>
    </message>
    <message>
        <source>Train on this website (Ctrl+R)</source>
        <translation>Auf dieser Website trainieren (Strg+R)</translation>
    </message>
    <message>
        <source>Hold after the current action; the model stays loaded (Ctrl+.)</source>
        <translation>Nach der laufenden Aktion innehalten; das Modell bleibt geladen (Strg+.)</translation>
    </message>
    <message>
        <source>End the run after the current action; it can be resumed (Ctrl+Shift+.)</source>
        <translation>Den Lauf nach der laufenden Aktion beenden; er kann fortgesetzt werden (Strg+Umschalt+.)</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>Wiedergabe</translation>
    </message>
    <message>
        <source>State: {state}</source>
        <translation>Zustand: {state}</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>noch {time}</translation>
    </message>
    <message>
        <source>This window has no browser.</source>
        <translation>Dieses Fenster hat keinen Browser.</translation>
    </message>
    <message>
        <source>Train on a site first: your own tasks and pages belong to its run.</source>
        <translation>Erst auf einer Website trainieren: Eigene Aufgaben und Seiten gehören zu deren Lauf.</translation>
    </message>
    <message>
        <source>One page at a time: wait until the other one is closed.</source>
        <translation>Eine Seite nach der anderen: warten, bis die andere geschlossen ist.</translation>
    </message>
    <message>
        <source>What must hold</source>
        <translation>Was zutreffen muss</translation>
    </message>
    <message>
        <source>Page address contains</source>
        <translation>Adresse der Seite enthält</translation>
    </message>
    <message>
        <source>Page says</source>
        <translation>Auf der Seite steht</translation>
    </message>
    <message>
        <source>Answer is</source>
        <translation>Die Antwort ist</translation>
    </message>
    <message>
        <source>Words that must be there</source>
        <translation>Wörter, die dort stehen müssen</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Add this to the check; everything in it must hold</source>
        <translation>Zur Prüfung hinzufügen; alles darin muss zutreffen</translation>
    </message>
    <message>
        <source>Write a task of your own (N)</source>
        <translation>Eine eigene Aufgabe schreiben (N)</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Aufzeichnen</translation>
    </message>
    <message>
        <source>Show a task of your own on a real page</source>
        <translation>Eine eigene Aufgabe auf einer echten Seite vorführen</translation>
    </message>
    <message>
        <source>What you showed was not kept.</source>
        <translation>Was Sie vorgeführt haben, wurde nicht behalten.</translation>
    </message>
    <message>
        <source>Opening the page…</source>
        <translation>Die Seite wird geöffnet …</translation>
    </message>
    <message>
        <source>Nothing was done on the page, so nothing is kept.</source>
        <translation>Auf der Seite wurde nichts getan, also wird nichts behalten.</translation>
    </message>
    <message>
        <source>Kept, though its check does not hold where you finished: {why}.</source>
        <translation>Behalten, obwohl die Prüfung dort nicht zutrifft, wo Sie fertig waren: {why}.</translation>
    </message>
    <message>
        <source>Kept: “{task}” is learned as you showed it.</source>
        <translation>Behalten: „{task}“ wird so gelernt, wie Sie es vorgeführt haben.</translation>
    </message>
    <message>
        <source>Nothing of it was kept.</source>
        <translation>Nichts davon wurde behalten.</translation>
    </message>
    <message>
        <source>Added “{task}”. Ctrl+Z takes it back.</source>
        <translation>„{task}“ hinzugefügt. Strg+Z nimmt es zurück.</translation>
    </message>
    <message>
        <source>Show a task</source>
        <translation>Eine Aufgabe vorführen</translation>
    </message>
    <message>
        <source>The page to show the task on</source>
        <translation>Die Seite, auf der die Aufgabe vorgeführt wird</translation>
    </message>
    <message>
        <source>What is noted</source>
        <translation>Was notiert ist</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Go back to the page before</source>
        <translation>Zurück zur vorigen Seite</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Done: give it a wording (F8)</source>
        <translation>Fertig: jetzt in Worte fassen (F8)</translation>
    </message>
    <message>
        <source>Keep nothing of this</source>
        <translation>Nichts davon behalten</translation>
    </message>
    <message>
        <source>You are recorded: do the task, then press Finish. Passwords are not kept.</source>
        <translation>Aufzeichnung läuft: Aufgabe lösen, dann „Fertig“. Passwörter werden nicht behalten.</translation>
    </message>
    <message>
        <source>Your demonstrations</source>
        <translation>Ihre Vorführungen</translation>
    </message>
    <message>
        <source>Retract: take it out of training</source>
        <translation>Zurückziehen: aus dem Training nehmen</translation>
    </message>
    <message>
        <source>Edit task</source>
        <translation>Aufgabe bearbeiten</translation>
    </message>
    <message>
        <source>Your answer</source>
        <translation>Ihre Antwort</translation>
    </message>
    <message>
        <source>Your answer, if the task asks a question</source>
        <translation>Ihre Antwort, falls die Aufgabe eine Frage ist</translation>
    </message>
    <message>
        <source>Only to measure with: never train on it</source>
        <translation>Nur zum Messen: nie darauf trainieren</translation>
    </message>
    <message>
        <source>Your task</source>
        <translation>Ihre Aufgabe</translation>
    </message>
    <message>
        <source>What did you just show?</source>
        <translation>Was haben Sie gerade vorgeführt?</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>The check does not hold where you finished: {why}.</source>
        <translation>Die Prüfung trifft dort nicht zu, wo Sie fertig waren: {why}.</translation>
    </message>
    <message>
        <source>Your own task</source>
        <translation>Ihre eigene Aufgabe</translation>
    </message>
    <message>
        <source>Try the check</source>
        <translation>Prüfung ausprobieren</translation>
    </message>
    <message>
        <source>Try the check on a real page (T)</source>
        <translation>Die Prüfung auf einer echten Seite ausprobieren (T)</translation>
    </message>
    <message>
        <source>Show how</source>
        <translation>Vorführen</translation>
    </message>
    <message>
        <source>Do this task yourself; the agent learns from it (D)</source>
        <translation>Diese Aufgabe selbst lösen; der Agent lernt daraus (D)</translation>
    </message>
    <message>
        <source>Retract</source>
        <translation>Zurückziehen</translation>
    </message>
    <message>
        <source>Learn no more from your latest demonstration</source>
        <translation>Aus Ihrer letzten Vorführung nicht mehr lernen</translation>
    </message>
    <message>
        <source>Opening a page and asking the check…</source>
        <translation>Eine Seite wird geöffnet und die Prüfung befragt …</translation>
    </message>
    <message>
        <source>This task has no check: you or the judge decide.</source>
        <translation>Diese Aufgabe hat keine Prüfung: Sie oder der Richter entscheiden.</translation>
    </message>
    <message numerus="yes">
        <source>%n demonstration(s) of yours: learned from before the explorer&apos;s path.</source>
        <translation>
            <numerusform>%n Vorführung von Ihnen: Aus ihr wird vor dem erkundeten Weg gelernt.</numerusform>
            <numerusform>%n Vorführungen von Ihnen: Aus ihnen wird vor dem erkundeten Weg gelernt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Replayed {done} of {steps} steps; then {why}.</source>
        <translation>{done} von {steps} Schritten wiederholt; dann: {why}.</translation>
    </message>
    <message numerus="yes">
        <source>Replayed the whole path: %n step(s).</source>
        <translation>
            <numerusform>Der ganze Weg wurde wiederholt: %n Schritt.</numerusform>
            <numerusform>Der ganze Weg wurde wiederholt: %n Schritte.</numerusform>
        </translation>
    </message>
    <message>
        <source>There is no path to replay: this is the start page as it is.</source>
        <translation>Es gibt keinen Weg zu wiederholen: Das ist die Startseite, wie sie ist.</translation>
    </message>
    <message>
        <source>It holds before anything is done: such a check says nothing.</source>
        <translation>Sie trifft zu, bevor etwas getan ist: Eine solche Prüfung sagt nichts.</translation>
    </message>
    <message>
        <source>The check holds.</source>
        <translation>Die Prüfung trifft zu.</translation>
    </message>
    <message>
        <source>Add a task of your own</source>
        <translation>Eine eigene Aufgabe hinzufügen</translation>
    </message>
    <message>
        <source>Show this task</source>
        <translation>Diese Aufgabe vorführen</translation>
    </message>
    <message>
        <source>Take it out of training: no later update uses it (T)</source>
        <translation>Aus dem Training nehmen: Kein späteres Update benutzt sie (T)</translation>
    </message>
    <message>
        <source>A demonstration of yours: learned from before the explorer&apos;s path.</source>
        <translation>Eine Vorführung von Ihnen: Aus ihr wird vor dem erkundeten Weg gelernt.</translation>
    </message>
    <message>
        <source>No later update uses it.</source>
        <translation>Kein späteres Update benutzt sie.</translation>
    </message>
    <message>
        <source>Retracted. No update has used it, and none will.</source>
        <translation>Zurückgezogen. Kein Update hat sie benutzt, und keines wird es.</translation>
    </message>
    <message>
        <source>It was used in update {number}. That update stays;</source>
        <translation>Sie wurde in Update {number} benutzt. Dieses Update bleibt;</translation>
    </message>
    <message>
        <source>It was used in updates {numbers}. They stay;</source>
        <translation>Sie wurde in den Updates {numbers} benutzt. Sie bleiben;</translation>
    </message>
    <message>
        <source>roll back to checkpoint {number} to undo it.</source>
        <translation>um es rückgängig zu machen, zu Checkpoint {number} zurückgehen.</translation>
    </message>
    <message>
        <source>start again from the base model to undo it.</source>
        <translation>um es rückgängig zu machen, noch einmal beim Grundmodell anfangen.</translation>
    </message>
</context>
</TS>
