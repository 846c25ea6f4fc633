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
        <source>edit “{task}”</source>
        <translation>„{task}“ bearbeiten</translation>
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
        <source>judge as “{verdict}”</source>
        <translation>als „{verdict}“ beurteilen</translation>
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
        <source>{come} of {whole}</source>
        <translation>{come} von {whole}</translation>
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
        <source>{name} ({free} of {all} free)</source>
        <translation>{name} ({free} von {all} frei)</translation>
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
        <source>Stop the run that is on first; then another one can begin.</source>
        <translation>Halten Sie erst den laufenden Lauf an; dann kann ein anderer beginnen.</translation>
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
        <source>Replay this run</source>
        <translation>Diesen Lauf abspielen</translation>
    </message>
    <message>
        <source>Ask me before training on a task</source>
        <translation>Vor dem Training auf einer Aufgabe fragen</translation>
    </message>
    <message>
        <source>Compare two agents on a task</source>
        <translation>Zwei Agenten an einer Aufgabe vergleichen</translation>
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
        <source>Done again: {decision}.</source>
        <translation>Wiederholt: {decision}.</translation>
    </message>
    <message>
        <source>Approve all waiting tasks</source>
        <translation>Alle wartenden Aufgaben annehmen</translation>
    </message>
    <message>
        <source>The browser appears here.

Once you have pressed Train, you see the agent practise on the site, page by page.</source>
        <translation>Hier erscheint der Browser.

Wenn Sie auf „Trainieren“ gedrückt haben, sehen Sie dem Agenten beim Üben zu, Seite für Seite.</translation>
    </message>
    <message>
        <source>This run has ended.

Choose an attempt on the right to see its page and its steps here.</source>
        <translation>Dieser Lauf ist zu Ende.

Wählen Sie rechts einen Versuch: seine Seite und seine Schritte erscheinen hier.</translation>
    </message>
    <message>
        <source>What the agent thinks and does appears here, step by step.</source>
        <translation>Hier erscheint Schritt für Schritt, was der Agent denkt und tut.</translation>
    </message>
    <message>
        <source>The page that is watched</source>
        <translation>Die beobachtete Seite</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Step {number}</source>
        <translation>Schritt {number}</translation>
    </message>
    <message>
        <source>page {number}</source>
        <translation>Seite {number}</translation>
    </message>
    <message>
        <source>Opening {page}</source>
        <translation>{page} wird geöffnet</translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) seen so far.</source>
        <translation>
            <numerusform>bisher %n Seite gesehen.</numerusform>
            <numerusform>bisher %n Seiten gesehen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Approve tasks in the list on the left; training starts when there are enough.</source>
        <translation>Nehmen Sie links Aufgaben an; das Training beginnt, wenn es genug sind.</translation>
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
        <source>Go to the message</source>
        <translation>Zur Meldung gehen</translation>
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
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>This adapter and the base on one task, side by side</source>
        <translation>Dieser Adapter und die Basis an einer Aufgabe, nebeneinander</translation>
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
        <source>Merged model…</source>
        <translation>Verschmolzenes Modell…</translation>
    </message>
    <message>
        <source>Adapter and base as one model folder</source>
        <translation>Adapter und Basis als ein Modellordner</translation>
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
        <source>Merged model into</source>
        <translation>Verschmolzenes Modell nach</translation>
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
        <source>New guidance for the judge</source>
        <translation>Neue Anleitung für den Richter</translation>
    </message>
    <message>
        <source>Let the judge&apos;s model write better guidance from what you overruled, and measure it on the rest</source>
        <translation>Das Modell des Richters aus dem, was Sie überstimmt haben, eine bessere Anleitung schreiben lassen und sie am Rest messen</translation>
    </message>
    <message>
        <source>Improve the judge</source>
        <translation>Richter verbessern</translation>
    </message>
    <message>
        <source>Stop; the judge stays as it is</source>
        <translation>Anhalten; der Richter bleibt, wie er ist</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>The next runs judge with this guidance</source>
        <translation>Die nächsten Läufe urteilen nach dieser Anleitung</translation>
    </message>
    <message>
        <source>Keep the old</source>
        <translation>Alte behalten</translation>
    </message>
    <message>
        <source>The judge stays as it is</source>
        <translation>Der Richter bleibt, wie er ist</translation>
    </message>
    <message numerus="yes">
        <source>You overruled the judge %n time(s).</source>
        <translation>
            <numerusform>Sie haben den Richter einmal überstimmt.</numerusform>
            <numerusform>Sie haben den Richter %n-mal überstimmt.</numerusform>
        </translation>
    </message>
    <message>
        <source>The settings of this run are of another version.</source>
        <translation>Die Einstellungen dieses Laufs sind von einer anderen Version.</translation>
    </message>
    <message>
        <source>The judge judges again what you decided…</source>
        <translation>Der Richter urteilt noch einmal über das, was Sie entschieden haben …</translation>
    </message>
    <message>
        <source>The judge&apos;s answer cannot be read.</source>
        <translation>Die Antwort des Richters ist nicht lesbar.</translation>
    </message>
    <message>
        <source>The guidance could not be written: {reason}</source>
        <translation>Die Anleitung konnte nicht geschrieben werden: {reason}</translation>
    </message>
    <message>
        <source>The next runs judge with this guidance.</source>
        <translation>Die nächsten Läufe urteilen nach dieser Anleitung.</translation>
    </message>
    <message>
        <source>On {count} of your verdicts that it has not seen:</source>
        <translation>An {count} Ihrer Urteile, die er nicht gesehen hat:</translation>
    </message>
    <message>
        <source>{when}: of its successes, right {precision}; of the real ones, found {recall}.</source>
        <translation>{when}: von seinen Erfolgen richtig {precision}; von den wirklichen gefunden {recall}.</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>It is better there.</source>
        <translation>Dort ist er besser.</translation>
    </message>
    <message>
        <source>It is not better there: keep the old.</source>
        <translation>Dort ist er nicht besser: behalten Sie die alte.</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>Reading the page from the store…</source>
        <translation>Die Seite wird aus dem Speicher gelesen…</translation>
    </message>
    <message>
        <source>The store does not have this page.</source>
        <translation>Der Speicher hat diese Seite nicht.</translation>
    </message>
    <message>
        <source>The page as the agent read it</source>
        <translation>Die Seite, wie der Agent sie las</translation>
    </message>
    <message>
        <source>What the model said</source>
        <translation>Was das Modell sagte</translation>
    </message>
    <message>
        <source>Number what the agent saw</source>
        <translation>Nummerieren, was der Agent sah</translation>
    </message>
    <message>
        <source>Details of the step</source>
        <translation>Einzelheiten des Schritts</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Observation</source>
        <translation>Beobachtung</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>The episode ended here.</source>
        <translation>Hier endete der Versuch.</translation>
    </message>
    <message>
        <source>untitled</source>
        <translation>ohne Titel</translation>
    </message>
    <message>
        <source>nothing yet</source>
        <translation>noch nichts</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keins</translation>
    </message>
    <message>
        <source>Done before: {actions}</source>
        <translation>Davor getan: {actions}</translation>
    </message>
    <message>
        <source>Problem told: {problem}</source>
        <translation>Gemeldetes Problem: {problem}</translation>
    </message>
    <message>
        <source>Reply:</source>
        <translation>Antwort:</translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>(leer)</translation>
    </message>
    <message>
        <source>Thought: {thought}</source>
        <translation>Gedanke: {thought}</translation>
    </message>
    <message>
        <source>Not an action: {problem}</source>
        <translation>Keine Aktion: {problem}</translation>
    </message>
    <message>
        <source>Note: {problem}</source>
        <translation>Hinweis: {problem}</translation>
    </message>
    <message numerus="yes">
        <source>Entropy {nats} nats over %n token(s)</source>
        <translation>
            <numerusform>Entropie {nats} nats über %n Token</numerusform>
            <numerusform>Entropie {nats} nats über %n Token</numerusform>
        </translation>
    </message>
    <message>
        <source>Log-probability {value}</source>
        <translation>Log-Wahrscheinlichkeit {value}</translation>
    </message>
    <message>
        <source>Decided in {decision} s; the step took {step} s</source>
        <translation>Entschieden in {decision} s; der Schritt dauerte {step} s</translation>
    </message>
    <message>
        <source>Last page: {page}</source>
        <translation>Letzte Seite: {page}</translation>
    </message>
    <message>
        <source>Advanced settings</source>
        <translation>Weitere Einstellungen</translation>
    </message>
    <message numerus="yes">
        <source>A run on this site did not end (%n episode(s)).</source>
        <translation>
            <numerusform>Ein Lauf auf dieser Website ist nicht zu Ende (%n Versuch).</numerusform>
            <numerusform>Ein Lauf auf dieser Website ist nicht zu Ende (%n Versuche).</numerusform>
        </translation>
    </message>
    <message>
        <source>Resume it instead</source>
        <translation>Stattdessen fortsetzen</translation>
    </message>
    <message>
        <source>Settings for a machine</source>
        <translation>Einstellungen für einen Rechner</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Rechner</translation>
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
        <source>this one has {size}</source>
        <translation>diese hat {size}</translation>
    </message>
    <message>
        <source>none was found here</source>
        <translation>hier wurde keine gefunden</translation>
    </message>
    <message>
        <source>It wants a graphics card of {need}; {found}.</source>
        <translation>Es braucht eine Grafikkarte mit {need}; {found}.</translation>
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
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Was zu tun ist</translation>
    </message>
    <message>
        <source>What else to do</source>
        <translation>Was sonst zu tun ist</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>no details</source>
        <translation>keine Einzelheiten</translation>
    </message>
    <message>
        <source>Something went wrong inside PAE Studio: {problem}.</source>
        <translation>In PAE Studio ist etwas schiefgegangen: {problem}.</translation>
    </message>
    <message>
        <source>What was stored is kept. Please send us the report.</source>
        <translation>Was gespeichert ist, bleibt. Bitte schicken Sie uns den Bericht.</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Bericht kopieren</translation>
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
        <source>Try a model&apos;s tasks on the explored site first; what cannot be done there is dropped.</source>
        <translation>Aufgaben eines Modells zuerst auf der erkundeten Website versuchen; was dort nicht geht, fällt weg.</translation>
    </message>
    <message>
        <source>What the site is called and is for; empty: its address.</source>
        <translation>Wie die Website heißt und wozu sie dient; leer: ihre Adresse.</translation>
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
        <source>How long a run waits, in minutes, for a model server that has answered before and no longer does; 0: not.</source>
        <translation>Wie lange ein Lauf, in Minuten, auf einen Modellserver wartet, der schon geantwortet hat und es nicht mehr tut; 0: gar nicht.</translation>
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
        <source>Size of the pages, WIDTHxHEIGHT; auto: 1024x768 for a model that sees, else 1280x800.</source>
        <translation>Größe der Seiten, BREITExHÖHE; auto: 1024x768 für ein Modell, das sieht, sonst 1280x800.</translation>
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
        <source>How the agent speaks: spelled actions of the page, or thoughts and actions in its own words; auto: thoughts when the model sees.</source>
        <translation>Wie der Agent spricht: buchstabierte Aktionen der Seite, oder Gedanken und Aktionen in eigenen Worten; auto: Gedanken, wenn das Modell sieht.</translation>
    </message>
    <message>
        <source>Screenshots shown to the agent, of the last steps; -1: one when the model sees.</source>
        <translation>Bildschirmfotos der letzten Schritte, die der Agent sieht; -1: eines, wenn das Modell sieht.</translation>
    </message>
    <message>
        <source>Cut screenshots into tiles where the model can (LLaVA-NeXT, SmolVLM); the published PAE agents do not.</source>
        <translation>Bildschirmfotos in Kacheln teilen, wo das Modell es kann (LLaVA-NeXT, SmolVLM); die veröffentlichten PAE-Agenten tun es nicht.</translation>
    </message>
    <message>
        <source>Longest thought and action, in tokens.</source>
        <translation>Längster Gedanke samt Aktion, in Tokens.</translation>
    </message>
    <message>
        <source>What the adapter reads: the decision, after a page read by the base weights once for all; or everything, as published adapters do.</source>
        <translation>Was der Adapter liest: die Entscheidung, nach einer Seite, die die Basisgewichte ein für alle Mal gelesen haben; oder alles, wie veröffentlichte Adapter es tun.</translation>
    </message>
    <message>
        <source>Keep the base weights in 4 bits (QLoRA; needs an NVIDIA GPU).</source>
        <translation>Die Basisgewichte in 4 Bit halten (QLoRA; braucht eine NVIDIA-Grafikkarte).</translation>
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
        <source>Compute layers again in the backward pass to save memory; auto: only after memory ran out.</source>
        <translation>Schichten im Rückwärtsgang neu berechnen, um Speicher zu sparen; auto: erst wenn der Speicher ausging.</translation>
    </message>
    <message>
        <source>A task whose whole group failed also learns from the explorer&apos;s path.</source>
        <translation>Eine Aufgabe, deren ganze Gruppe scheiterte, lernt auch aus dem Weg des Erkunders.</translation>
    </message>
    <message>
        <source>Demonstrations learned again beside an update&apos;s episodes, after a warm start.</source>
        <translation>Vorführungen, die nach einem Warmstart neben den Versuchen eines Updates noch einmal gelernt werden.</translation>
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
        <source>CPU small</source>
        <translation>CPU, klein</translation>
    </message>
    <message>
        <source>A small text model on the processor: the defaults.</source>
        <translation>Ein kleines Textmodell auf dem Prozessor: die Vorgaben.</translation>
    </message>
    <message>
        <source>8 GB</source>
        <translation>8 GB</translation>
    </message>
    <message>
        <source>A model of 2 billion weights that sees, in 4 bits, on a card with 8 GB.</source>
        <translation>Ein sehendes Modell mit 2 Milliarden Gewichten, in 4 Bit, auf einer Karte mit 8 GB.</translation>
    </message>
    <message>
        <source>A model of 3 billion weights that sees, in 4 bits, on a card with 12 GB.</source>
        <translation>Ein sehendes Modell mit 3 Milliarden Gewichten, in 4 Bit, auf einer Karte mit 12 GB.</translation>
    </message>
    <message>
        <source>12 GB</source>
        <translation>12 GB</translation>
    </message>
    <message>
        <source>24 GB</source>
        <translation>24 GB</translation>
    </message>
    <message>
        <source>A model of 4 billion weights that sees and also judges, on a card with 24 GB.</source>
        <translation>Ein Modell mit 4 Milliarden Gewichten, das sieht und auch urteilt, auf einer Karte mit 24 GB.</translation>
    </message>
    <message>
        <source>48 GB+</source>
        <translation>48 GB+</translation>
    </message>
    <message>
        <source>A model of 8 billion weights that sees, proposes and judges, on a card with 48 GB or more.</source>
        <translation>Ein Modell mit 8 Milliarden Gewichten, das sieht, vorschlägt und urteilt, auf einer Karte mit 48 GB oder mehr.</translation>
    </message>
    <message>
        <source>PAE paper (7B)</source>
        <translation>PAE-Arbeit (7B)</translation>
    </message>
    <message>
        <source>The published method: LLaVA-1.6 7B, tasks from the site&apos;s name, a judge alone, filtered behaviour cloning.</source>
        <translation>Das veröffentlichte Verfahren: LLaVA-1.6 7B, Aufgaben aus dem Namen der Website, nur ein Richter, gefiltertes Nachahmen.</translation>
    </message>
    <message>
        <source>Clip range of the probability ratio.</source>
        <translation>Grenze des Wahrscheinlichkeitsverhältnisses.</translation>
    </message>
    <message>
        <source>Tasks to start from: a file with one a line, or the tasks themselves, divided by semicolons.</source>
        <translation>Aufgaben zum Anfangen: eine Datei mit einer je Zeile, oder die Aufgaben selbst, durch Semikolon getrennt.</translation>
    </message>
    <message>
        <source>Address of the proposer&apos;s model server; empty: its model runs on this machine.</source>
        <translation>Adresse des Modellservers für die Aufgaben; leer: das Modell läuft auf diesem Rechner.</translation>
    </message>
    <message>
        <source>The proposer&apos;s model, as its server lists it; without a server a hub name, a folder, or same: the agent&apos;s own.</source>
        <translation>Das Modell für die Aufgaben, wie sein Server es nennt; ohne Server ein Hub-Name, ein Ordner oder same: das des Agenten.</translation>
    </message>
    <message>
        <source>Address of the judge&apos;s model server; empty: its model runs on this machine.</source>
        <translation>Adresse des Modellservers für das Urteil; leer: das Modell läuft auf diesem Rechner.</translation>
    </message>
    <message>
        <source>The judge&apos;s model, as its server lists it; without a server a hub name, a folder, or same: the agent&apos;s own.</source>
        <translation>Das Modell für das Urteil, wie sein Server es nennt; ohne Server ein Hub-Name, ein Ordner oder same: das des Agenten.</translation>
    </message>
    <message>
        <source>Last pages of an episode that the judge sees; 0: all.</source>
        <translation>Letzte Seiten einer Episode, die der Richter sieht; 0: alle.</translation>
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
        <source>Waits for you</source>
        <translation>Wartet auf Sie</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>Angenommen</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Learning</source>
        <translation>Lernt</translation>
    </message>
    <message>
        <source>Mastered</source>
        <translation>Beherrscht</translation>
    </message>
    <message>
        <source>Parked</source>
        <translation>Zurückgestellt</translation>
    </message>
    <message>
        <source>Not possible</source>
        <translation>Nicht möglich</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>Blockiert</translation>
    </message>
    <message>
        <source>Success</source>
        <translation>Erfolg</translation>
    </message>
    <message>
        <source>Failure</source>
        <translation>Misserfolg</translation>
    </message>
    <message>
        <source>Unclear</source>
        <translation>Unklar</translation>
    </message>
    <message>
        <source>Proof</source>
        <translation>Nachweis</translation>
    </message>
    <message>
        <source>Retracted</source>
        <translation>Zurückgezogen</translation>
    </message>
    <message>
        <source>Not judged yet</source>
        <translation>Noch nicht beurteilt</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Lädt</translation>
    </message>
    <message>
        <source>Exploring the site</source>
        <translation>Erkundet die Website</translation>
    </message>
    <message>
        <source>Writing tasks</source>
        <translation>Schreibt Aufgaben</translation>
    </message>
    <message>
        <source>Waiting for you</source>
        <translation>Wartet auf Sie</translation>
    </message>
    <message>
        <source>Measuring on held-out tasks</source>
        <translation>Misst auf Prüfaufgaben</translation>
    </message>
    <message>
        <source>Learning from explored paths</source>
        <translation>Lernt aus erkundeten Wegen</translation>
    </message>
    <message>
        <source>Practising</source>
        <translation>Übt</translation>
    </message>
    <message>
        <source>Updating the adapter</source>
        <translation>Aktualisiert den Adapter</translation>
    </message>
    <message>
        <source>Measuring</source>
        <translation>Messen</translation>
    </message>
    <message>
        <source>Warm start</source>
        <translation>Warmstart</translation>
    </message>
    <message>
        <source>Updating</source>
        <translation>Aktualisiert</translation>
    </message>
    <message>
        <source>Exploring</source>
        <translation>Erkundet</translation>
    </message>
    <message>
        <source>practice</source>
        <translation>Übung</translation>
    </message>
    <message>
        <source>held-out measure</source>
        <translation>Prüfaufgabe</translation>
    </message>
    <message>
        <source>shows that the task can be done</source>
        <translation>zeigt, dass die Aufgabe lösbar ist</translation>
    </message>
    <message>
        <source>evaluation</source>
        <translation>Messung</translation>
    </message>
    <message>
        <source>comparison</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>shown by you</source>
        <translation>von dir gezeigt</translation>
    </message>
    <message>
        <source>the agent said it was done</source>
        <translation>der Agent sagte, er sei fertig</translation>
    </message>
    <message>
        <source>the page ended the task</source>
        <translation>die Seite beendete die Aufgabe</translation>
    </message>
    <message>
        <source>it ran out of steps</source>
        <translation>die Schritte waren aufgebraucht</translation>
    </message>
    <message>
        <source>it did the same thing again and again</source>
        <translation>er tat immer wieder dasselbe</translation>
    </message>
    <message>
        <source>too many replies that were no action</source>
        <translation>zu viele Antworten, die keine Aktion waren</translation>
    </message>
    <message>
        <source>the page or the site failed</source>
        <translation>die Seite oder die Website versagte</translation>
    </message>
    <message>
        <source>the model failed</source>
        <translation>das Modell versagte</translation>
    </message>
    <message>
        <source>it was stopped</source>
        <translation>er wurde angehalten</translation>
    </message>
    <message>
        <source>the page or the site was at fault</source>
        <translation>es lag an der Seite oder der Website</translation>
    </message>
    <message>
        <source>the task cannot be decided</source>
        <translation>die Aufgabe ist nicht entscheidbar</translation>
    </message>
    <message>
        <source>the judge could not tell</source>
        <translation>der Richter konnte es nicht sagen</translation>
    </message>
    <message>
        <source>the model was at fault</source>
        <translation>es lag am Modell</translation>
    </message>
    <message>
        <source>taken out of training</source>
        <translation>aus dem Training genommen</translation>
    </message>
    <message>
        <source>Not useful</source>
        <translation>Nicht nützlich</translation>
    </message>
    <message>
        <source>Unclear wording</source>
        <translation>Unklarer Wortlaut</translation>
    </message>
    <message>
        <source>The check is wrong</source>
        <translation>Die Prüfung ist falsch</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Doppelt</translation>
    </message>
    <message>
        <source>Must not be done on this site</source>
        <translation>Darf auf dieser Website nicht getan werden</translation>
    </message>
    <message>
        <source>kept apart to measure with</source>
        <translation>zum Messen beiseitegelegt</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>zurückgenommen</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>bearbeitet</translation>
    </message>
    <message>
        <source>replaced by an edited one</source>
        <translation>durch eine bearbeitete ersetzt</translation>
    </message>
    <message>
        <source>before</source>
        <translation>vorher</translation>
    </message>
    <message>
        <source>warm start</source>
        <translation>Warmstart</translation>
    </message>
    <message>
        <source>after</source>
        <translation>nachher</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>Entropy (nats)</source>
        <translation>Entropie (nats)</translation>
    </message>
    <message>
        <source>Mean reward</source>
        <translation>Mittlere Belohnung</translation>
    </message>
    <message>
        <source>Unclear verdicts (share)</source>
        <translation>Unklare Urteile (Anteil)</translation>
    </message>
    <message>
        <source>Actions per second</source>
        <translation>Aktionen je Sekunde</translation>
    </message>
    <message>
        <source>Tokens per second</source>
        <translation>Token je Sekunde</translation>
    </message>
    <message>
        <source>Steps per episode</source>
        <translation>Schritte je Versuch</translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation>Norm des Gradienten</translation>
    </message>
    <message>
        <source>Distance to the old policy (KL)</source>
        <translation>Abstand zur alten Strategie (KL)</translation>
    </message>
    <message>
        <source>navigation</source>
        <translation>Navigation</translation>
    </message>
    <message>
        <source>search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>retrieval</source>
        <translation>Auskunft</translation>
    </message>
    <message>
        <source>form</source>
        <translation>Formular</translation>
    </message>
    <message>
        <source>sorting</source>
        <translation>Sortieren</translation>
    </message>
    <message>
        <source>filter</source>
        <translation>Filtern</translation>
    </message>
    <message>
        <source>several steps</source>
        <translation>mehrere Schritte</translation>
    </message>
    <message>
        <source>other</source>
        <translation>sonstige</translation>
    </message>
    <message>
        <source>link</source>
        <translation>Link</translation>
    </message>
    <message>
        <source>button</source>
        <translation>Knopf</translation>
    </message>
    <message>
        <source>textbox</source>
        <translation>Textfeld</translation>
    </message>
    <message>
        <source>searchbox</source>
        <translation>Suchfeld</translation>
    </message>
    <message>
        <source>combobox</source>
        <translation>Auswahl</translation>
    </message>
    <message>
        <source>checkbox</source>
        <translation>Kästchen</translation>
    </message>
    <message>
        <source>radio</source>
        <translation>Auswahlknopf</translation>
    </message>
    <message>
        <source>tab</source>
        <translation>Reiter</translation>
    </message>
    <message>
        <source>option</source>
        <translation>Eintrag</translation>
    </message>
    <message>
        <source>menuitem</source>
        <translation>Menüpunkt</translation>
    </message>
    <message>
        <source>the explorer</source>
        <translation>der Erkunder</translation>
    </message>
    <message>
        <source>a model with its map</source>
        <translation>ein Modell mit Karte</translation>
    </message>
    <message>
        <source>both</source>
        <translation>beide</translation>
    </message>
    <message>
        <source>a model, by name only</source>
        <translation>ein Modell ohne Karte</translation>
    </message>
    <message>
        <source>the checks</source>
        <translation>die Prüfungen</translation>
    </message>
    <message>
        <source>a model</source>
        <translation>ein Modell</translation>
    </message>
    <message>
        <source>in this window</source>
        <translation>in diesem Fenster</translation>
    </message>
    <message>
        <source>one of its own</source>
        <translation>ein eigener</translation>
    </message>
    <message>
        <source>by your rule: you approved {some} of {all} tasks of the kind “{kind}”</source>
        <translation>nach Ihrer Regel: {some} von {all} Aufgaben der Art „{kind}“ angenommen</translation>
    </message>
    <message>
        <source>the check</source>
        <translation>die Prüfung</translation>
    </message>
    <message>
        <source>the judge</source>
        <translation>das Richtermodell</translation>
    </message>
    <message>
        <source>the model</source>
        <translation>das Modell</translation>
    </message>
    <message>
        <source>No action: “{said}”</source>
        <translation>Keine Aktion: „{said}“</translation>
    </message>
    <message>
        <source>No action</source>
        <translation>Keine Aktion</translation>
    </message>
    <message>
        <source>Click {target}</source>
        <translation>{target} anklicken</translation>
    </message>
    <message>
        <source>Type “{text}” into {target} and press Enter</source>
        <translation>„{text}“ in {target} eingeben und Eingabe drücken</translation>
    </message>
    <message>
        <source>Type “{text}” into {target}</source>
        <translation>„{text}“ in {target} eingeben</translation>
    </message>
    <message>
        <source>Choose “{text}” in {target}</source>
        <translation>„{text}“ in {target} wählen</translation>
    </message>
    <message>
        <source>Press {key}</source>
        <translation>{key} drücken</translation>
    </message>
    <message>
        <source>up</source>
        <translation>nach oben</translation>
    </message>
    <message>
        <source>down</source>
        <translation>nach unten</translation>
    </message>
    <message>
        <source>Scroll {way} in {target}</source>
        <translation>In {target} {way} rollen</translation>
    </message>
    <message>
        <source>Scroll {way}</source>
        <translation>{way} rollen</translation>
    </message>
    <message>
        <source>Wait</source>
        <translation>Warten</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Zurückgehen</translation>
    </message>
    <message>
        <source>Answer “{text}”</source>
        <translation>Antworten: „{text}“</translation>
    </message>
    <message>
        <source>Say that it is done</source>
        <translation>Sagen, dass es fertig ist</translation>
    </message>
    <message>
        <source>element {number}</source>
        <translation>Element {number}</translation>
    </message>
    <message>
        <source>No screenshot of this page was kept.</source>
        <translation>Von dieser Seite wurde kein Bildschirmfoto aufgehoben.</translation>
    </message>
    <message>
        <source>easy</source>
        <translation>leicht</translation>
    </message>
    <message>
        <source>medium</source>
        <translation>mittel</translation>
    </message>
    <message>
        <source>hard</source>
        <translation>schwer</translation>
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
        <source>Try something like https://shop.example.org, or demo.</source>
        <translation>Versuchen Sie etwa https://shop.example.org oder demo.</translation>
    </message>
    <message>
        <source>There is no address yet.</source>
        <translation>Es fehlt noch eine Adresse.</translation>
    </message>
    <message>
        <source>Enter a website, or demo for the built-in one.</source>
        <translation>Geben Sie eine Website ein, oder demo für die eingebaute.</translation>
    </message>
    <message>
        <source>“{typed}” is not the folder of a site.</source>
        <translation>„{typed}“ ist nicht der Ordner einer Website.</translation>
    </message>
    <message>
        <source>Such a folder has site.json and start.sh in it.</source>
        <translation>In einem solchen Ordner liegen site.json und start.sh.</translation>
    </message>
    <message>
        <source>An address has no spaces in it.</source>
        <translation>Eine Adresse hat keine Leerzeichen.</translation>
    </message>
    <message>
        <source>{scheme}: addresses cannot be trained on, only http and https.</source>
        <translation>Auf Adressen mit {scheme}: kann nicht trainiert werden, nur mit http und https.</translation>
    </message>
    <message>
        <source>“{typed}” is not an address: its host or port is malformed.</source>
        <translation>„{typed}“ ist keine Adresse: Rechner oder Port sind falsch geschrieben.</translation>
    </message>
    <message>
        <source>“{typed}” is not an address of a website.</source>
        <translation>„{typed}“ ist keine Adresse einer Website.</translation>
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
        <source>Opening the run…</source>
        <translation>Der Lauf wird geöffnet…</translation>
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
        <source>loop {p50} / {p99} / {worst} ms</source>
        <translation>Schleife {p50} / {p99} / {worst} ms</translation>
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
        <source>Progress of this phase</source>
        <translation>Fortschritt dieser Phase</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>Öffnet</translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>Wiedergabe</translation>
    </message>
    <message>
        <source>Hold the replay (Ctrl+.)</source>
        <translation>Die Wiedergabe anhalten (Strg+.)</translation>
    </message>
    <message>
        <source>Play again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>From the beginning</source>
        <translation>Von vorn</translation>
    </message>
    <message>
        <source>Place in the run</source>
        <translation>Stelle im Lauf</translation>
    </message>
    <message>
        <source>Speed of the replay</source>
        <translation>Tempo der Wiedergabe</translation>
    </message>
    <message>
        <source>{time} of {all}</source>
        <translation>{time} von {all}</translation>
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
        <source>A file could not be read or written: {problem}.</source>
        <translation>Eine Datei konnte nicht gelesen oder geschrieben werden: {problem}.</translation>
    </message>
    <message>
        <source>the page is {page}</source>
        <translation>die Seite {page} ist</translation>
    </message>
    <message>
        <source>the address starts with {page}</source>
        <translation>die Adresse mit {page} beginnt</translation>
    </message>
    <message>
        <source>the address has {page}</source>
        <translation>die Adresse {page} enthält</translation>
    </message>
    <message>
        <source>the page&apos;s address matches {page}</source>
        <translation>die Adresse der Seite auf {page} passt</translation>
    </message>
    <message>
        <source>a person or the judge decides</source>
        <translation>ein Mensch oder der Richter entscheidet</translation>
    </message>
    <message>
        <source>The page is {page}; wanted: {check}.</source>
        <translation>Die Seite ist {page}; verlangt war, dass {check}.</translation>
    </message>
    <message>
        <source>There is no answer; wanted: {text}.</source>
        <translation>Es gibt keine Antwort; verlangt war {text}.</translation>
    </message>
    <message>
        <source>The answer is “{answer}”; wanted: {text}.</source>
        <translation>Die Antwort ist „{answer}“; verlangt war {text}.</translation>
    </message>
    <message>
        <source>the answer is {text}</source>
        <translation>die Antwort {text} ist</translation>
    </message>
    <message>
        <source>the page shows {text}</source>
        <translation>die Seite {text} zeigt</translation>
    </message>
    <message>
        <source>{element} has {property} “{value}”</source>
        <translation>{element} als {property} „{value}“ hat</translation>
    </message>
    <message>
        <source>not ({check})</source>
        <translation>nicht gilt, dass ({check})</translation>
    </message>
    <message>
        <source>{page} with {parameters}</source>
        <translation>{page} mit {parameters}</translation>
    </message>
    <message>
        <source> and </source>
        <translation> und </translation>
    </message>
    <message>
        <source> or </source>
        <translation> oder </translation>
    </message>
    <message>
        <source>step {0}: {1} is not on {2}</source>
        <translation>Schritt {0}: {1} ist nicht auf {2}</translation>
    </message>
    <message>
        <source>step {0}: {1}</source>
        <translation>Schritt {0}: {1}</translation>
    </message>
    <message>
        <source>nobody has answered</source>
        <translation>niemand hat geantwortet</translation>
    </message>
    <message>
        <source>This task has no check to try.</source>
        <translation>Diese Aufgabe hat keine Prüfung zum Ausprobieren.</translation>
    </message>
    <message>
        <source>Edit it and say when it counts as done.</source>
        <translation>Bearbeite sie und sage, wann sie als erledigt gilt.</translation>
    </message>
    <message>
        <source>Files cannot be chosen while you are recorded.</source>
        <translation>Während der Aufnahme können keine Dateien gewählt werden.</translation>
    </message>
    <message>
        <source>That leads to another site, where the agent may not go; it is not noted.</source>
        <translation>Das führt auf eine andere Site, auf die der Agent nicht darf; es wird nicht notiert.</translation>
    </message>
    <message>
        <source>{0} cannot be opened: {1}.</source>
        <translation>{0} lässt sich nicht öffnen: {1}.</translation>
    </message>
    <message>
        <source>{0} did not answer within {1} seconds.</source>
        <translation>{0} hat innerhalb von {1} Sekunden nicht geantwortet.</translation>
    </message>
    <message>
        <source>{0} sends its visitors to {1}, another site.</source>
        <translation>{0} schickt Besucher zu {1}, einer anderen Website.</translation>
    </message>
    <message>
        <source>{0} is a download, not a web page.</source>
        <translation>{0} ist ein Download, keine Webseite.</translation>
    </message>
    <message>
        <source>{0} is no web page but {1}.</source>
        <translation>{0} ist keine Webseite, sondern {1}.</translation>
    </message>
    <message>
        <source>{0} leads to another site, {1}.</source>
        <translation>{0} führt zu einer anderen Website, {1}.</translation>
    </message>
    <message>
        <source>{0} is an error page: {1}.</source>
        <translation>{0} ist eine Fehlerseite: {1}.</translation>
    </message>
    <message>
        <source>The page at {0} is empty.</source>
        <translation>Die Seite {0} ist leer.</translation>
    </message>
    <message>
        <source>The login {0} did not work</source>
        <translation>Die Anmeldung {0} hat nicht geklappt</translation>
    </message>
    <message>
        <source>Give an address of the site that has links, or raise the exploring limits.</source>
        <translation>Geben Sie eine Adresse der Website an, die Links hat, oder erhöhen Sie die Grenzen des Erkundens.</translation>
    </message>
    <message>
        <source>Give the address of a page.</source>
        <translation>Geben Sie die Adresse einer Seite an.</translation>
    </message>
    <message>
        <source>Give that address instead.</source>
        <translation>Geben Sie stattdessen diese Adresse an.</translation>
    </message>
    <message>
        <source>Start there instead.</source>
        <translation>Beginnen Sie stattdessen dort.</translation>
    </message>
    <message>
        <source>Check the address.</source>
        <translation>Prüfen Sie die Adresse.</translation>
    </message>
    <message>
        <source>{0} answered {1}.</source>
        <translation>{0} antwortete mit {1}.</translation>
    </message>
    <message>
        <source>Is the site running, and is the address right?</source>
        <translation>Läuft die Website, und stimmt die Adresse?</translation>
    </message>
    <message>
        <source>{0} is not on the site {1}.</source>
        <translation>{0} liegt nicht auf der Website {1}.</translation>
    </message>
    <message>
        <source>Start on the site, or allow leaving it.</source>
        <translation>Beginnen Sie auf der Website, oder erlauben Sie, sie zu verlassen.</translation>
    </message>
    <message>
        <source>nothing listens there</source>
        <translation>dort hört nichts zu</translation>
    </message>
    <message>
        <source>there is no such host</source>
        <translation>einen solchen Rechner gibt es nicht</translation>
    </message>
    <message>
        <source>this machine has no network</source>
        <translation>dieser Rechner hat kein Netz</translation>
    </message>
    <message>
        <source>the host cannot be reached</source>
        <translation>der Rechner ist nicht zu erreichen</translation>
    </message>
    <message>
        <source>the connection was cut</source>
        <translation>die Verbindung wurde abgebrochen</translation>
    </message>
    <message>
        <source>it closed the connection without an answer</source>
        <translation>sie schloss die Verbindung ohne Antwort</translation>
    </message>
    <message>
        <source>it answered with an error and nothing to show</source>
        <translation>sie antwortete mit einem Fehler und ohne Inhalt</translation>
    </message>
    <message>
        <source>it redirects in a circle</source>
        <translation>sie leitet im Kreis weiter</translation>
    </message>
    <message>
        <source>its certificate is not valid</source>
        <translation>ihr Zertifikat ist nicht gültig</translation>
    </message>
    <message>
        <source>it does not speak HTTPS properly</source>
        <translation>sie spricht kein richtiges HTTPS</translation>
    </message>
    <message>
        <source>it does not speak HTTP</source>
        <translation>sie spricht kein HTTP</translation>
    </message>
    <message>
        <source>browsers refuse that port</source>
        <translation>Browser verweigern diesen Port</translation>
    </message>
    <message>
        <source>The site {0} ended with exit code {1}; it said last: {2}.</source>
        <translation>Die Website {0} hat sich mit Code {1} beendet; zuletzt hieß es: {2}.</translation>
    </message>
    <message>
        <source>The site {0} did not answer in {1} seconds; it said last: {2}.</source>
        <translation>Die Website {0} hat in {1} Sekunden nicht geantwortet; zuletzt hieß es: {2}.</translation>
    </message>
    <message>
        <source>Try it by hand: bash {0}</source>
        <translation>Versuchen Sie es von Hand: bash {0}</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>Die Platte ist voll.</translation>
    </message>
    <message>
        <source>The disk is full{0}.</source>
        <translation>Die Platte ist voll{0}.</translation>
    </message>
    <message>
        <source>The disk is full: {0} could not grow. Everything recorded before is kept.</source>
        <translation>Die Platte ist voll: {0} konnte nicht wachsen. Alles davor Aufgezeichnete ist da.</translation>
    </message>
    <message>
        <source>There is not enough memory.</source>
        <translation>Der Arbeitsspeicher reicht nicht.</translation>
    </message>
    <message>
        <source>Close other programs, use a smaller model, or fewer pages.</source>
        <translation>Schließen Sie andere Programme, nehmen Sie ein kleineres Modell oder weniger Seiten.</translation>
    </message>
    <message>
        <source>There is no free port on this machine.</source>
        <translation>Auf diesem Rechner ist kein Port frei.</translation>
    </message>
    <message>
        <source>Close programs that keep many connections open.</source>
        <translation>Schließen Sie Programme, die viele Verbindungen offen halten.</translation>
    </message>
    <message>
        <source>Too many files are open.</source>
        <translation>Zu viele Dateien sind offen.</translation>
    </message>
    <message>
        <source>There is no model {0} on this machine.</source>
        <translation>Auf diesem Rechner gibt es kein Modell {0}.</translation>
    </message>
    <message>
        <source>The hub has no model {0}.</source>
        <translation>Der Hub hat kein Modell {0}.</translation>
    </message>
    <message>
        <source>{0} has no safetensors weights.</source>
        <translation>{0} hat keine Gewichte als Safetensors.</translation>
    </message>
    <message>
        <source>The model {0} is not on this machine and the hub cannot be reached.</source>
        <translation>Das Modell {0} ist nicht auf diesem Rechner, und der Hub ist nicht erreichbar.</translation>
    </message>
    <message>
        <source>The model is not on this machine, and neither the hub nor PyPI can be reached.</source>
        <translation>Das Modell ist nicht auf diesem Rechner, und weder der Hub noch PyPI sind erreichbar.</translation>
    </message>
    <message>
        <source>The model in {0} needs about {1} GB of memory, and {2} GB are free.</source>
        <translation>Das Modell in {0} braucht etwa {1} GB Speicher, und {2} GB sind frei.</translation>
    </message>
    <message>
        <source>Check the name, or give a local folder.</source>
        <translation>Prüfen Sie den Namen, oder geben Sie einen Ordner an.</translation>
    </message>
    <message>
        <source>Give a folder or a hub name, owner/name.</source>
        <translation>Geben Sie einen Ordner oder einen Namen auf dem Hub an, Besitzer/Name.</translation>
    </message>
    <message>
        <source>Nobody answers at {0}.</source>
        <translation>Unter {0} antwortet niemand.</translation>
    </message>
    <message>
        <source>Is the model server running, and the port right?</source>
        <translation>Läuft der Modellserver, und stimmt der Port?</translation>
    </message>
    <message>
        <source>Another PAE Studio (process {0}) is writing to the store {1}.</source>
        <translation>Ein anderes PAE Studio (Prozess {0}) schreibt in den Speicher {1}.</translation>
    </message>
    <message>
        <source>The store&apos;s database {0} is damaged ({1}). Nothing was deleted.</source>
        <translation>Die Datenbank {0} des Speichers ist beschädigt ({1}). Nichts wurde gelöscht.</translation>
    </message>
    <message>
        <source>The store&apos;s database {0} is not as this program left it ({1}).</source>
        <translation>Die Datenbank {0} des Speichers ist nicht so, wie dieses Programm sie verlassen hat ({1}).</translation>
    </message>
    <message>
        <source>The store&apos;s database {0} is busy ({1}).</source>
        <translation>Die Datenbank {0} des Speichers ist belegt ({1}).</translation>
    </message>
    <message>
        <source>Row {0} of table {1} in {2} cannot be read: {3}.</source>
        <translation>Zeile {0} der Tabelle {1} in {2} ist nicht lesbar: {3}.</translation>
    </message>
    <message>
        <source>Was the store edited by hand? Put the row back from a backup, or leave this run out.</source>
        <translation>Wurde der Speicher von Hand bearbeitet? Holen Sie die Zeile aus einer Sicherung, oder lassen Sie diesen Lauf aus.</translation>
    </message>
    <message>
        <source>The store {0} was written by a newer PAE Studio (format {1}; this one knows {2}).</source>
        <translation>Der Speicher {0} stammt von einem neueren PAE Studio (Format {1}; dieses kennt {2}).</translation>
    </message>
    <message>
        <source>row {0} of table runs cannot be read: {1}</source>
        <translation>Zeile {0} der Tabelle runs ist nicht lesbar: {1}</translation>
    </message>
    <message>
        <source>There is no run {0} in {1}.</source>
        <translation>In {1} gibt es keinen Lauf {0}.</translation>
    </message>
    <message>
        <source>The checkpoint {0} is damaged.</source>
        <translation>Der Zwischenstand {0} ist beschädigt.</translation>
    </message>
    <message>
        <source>Resume from an earlier one.</source>
        <translation>Setzen Sie von einem früheren fort.</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>The run {0} is being trained.</source>
        <translation>Der Lauf {0} wird gerade trainiert.</translation>
    </message>
    <message>
        <source>Compare when it has ended.</source>
        <translation>Erst vergleichen, wenn er zu Ende ist.</translation>
    </message>
    <message>
        <source>This task is played as {0}, and the window does not know that login.</source>
        <translation>Diese Aufgabe wird als {0} gespielt, und das Fenster kennt diese Anmeldung nicht.</translation>
    </message>
    <message>
        <source>The base model {0} is not on this machine.</source>
        <translation>Das Basismodell {0} ist nicht auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Download it on the Models page.</source>
        <translation>Auf der Seite Modelle herunterladen.</translation>
    </message>
    <message>
        <source>Checkpoint {0} is not on this machine.</source>
        <translation>Checkpoint {0} ist nicht auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Choose another one, or put it back.</source>
        <translation>Einen anderen wählen oder ihn zurücklegen.</translation>
    </message>
    <message>
        <source>The folder {0} is not empty.</source>
        <translation>Der Ordner {0} ist nicht leer.</translation>
    </message>
    <message>
        <source>Choose a new or an empty one.</source>
        <translation>Einen neuen oder leeren wählen.</translation>
    </message>
    <message>
        <source>The merged model takes {0}, and {1} are free in {2}.</source>
        <translation>Das verschmolzene Modell braucht {0}, und {1} sind frei in {2}.</translation>
    </message>
    <message>
        <source>Free some space, or choose a folder on another disk.</source>
        <translation>Platz schaffen oder einen Ordner auf einer anderen Platte wählen.</translation>
    </message>
    <message>
        <source>Merging takes about {0} of memory, and {1} are free.</source>
        <translation>Verschmelzen braucht etwa {0} Arbeitsspeicher, und {1} sind frei.</translation>
    </message>
    <message>
        <source>Close other programs, or export the adapter and merge it on a larger machine.</source>
        <translation>Andere Programme schließen, oder den Adapter exportieren und auf einem größeren Rechner verschmelzen.</translation>
    </message>
    <message>
        <source>The adapter in {0} was made for another model.</source>
        <translation>Der Adapter in {0} wurde für ein anderes Modell gemacht.</translation>
    </message>
    <message>
        <source>Give its own base model.</source>
        <translation>Sein eigenes Basismodell angeben.</translation>
    </message>
    <message>
        <source>{0} must be between {1} and {2}, not {3}.</source>
        <translation>{0} muss zwischen {1} und {2} liegen, nicht bei {3}.</translation>
    </message>
    <message>
        <source>{0} must be one of {1}, not {2}.</source>
        <translation>{0} muss eins von {1} sein, nicht {2}.</translation>
    </message>
    <message>
        <source>A check has an unknown key {0}.</source>
        <translation>Eine Prüfung hat einen unbekannten Schlüssel {0}.</translation>
    </message>
    <message>
        <source>Known keys: {0}.</source>
        <translation>Bekannte Schlüssel: {0}.</translation>
    </message>
    <message>
        <source>{0} must be a text or a list of texts.</source>
        <translation>{0} muss ein Text oder eine Liste von Texten sein.</translation>
    </message>
    <message>
        <source>{0} must be a regular expression in quotes.</source>
        <translation>{0} muss ein regulärer Ausdruck in Anführungszeichen sein.</translation>
    </message>
    <message>
        <source>{0} is not a regular expression: {1}.</source>
        <translation>{0} ist kein regulärer Ausdruck: {1}.</translation>
    </message>
    <message>
        <source>{0} must be an object with at least one of: {1}.</source>
        <translation>{0} muss ein Objekt mit mindestens einem von diesen sein: {1}.</translation>
    </message>
    <message>
        <source>{0} tasks wait for you</source>
        <translation>{0} Aufgaben warten auf Sie</translation>
    </message>
    <message>
        <source>the browser and the model</source>
        <translation>Browser und Modell</translation>
    </message>
    <message>
        <source>There is no approved task to train on.</source>
        <translation>Es gibt keine angenommene Aufgabe, auf der trainiert werden kann.</translation>
    </message>
    <message>
        <source>Approve or add tasks, or take another site.</source>
        <translation>Nehmen Sie Aufgaben an, fügen Sie welche hinzu, oder nehmen Sie eine andere Website.</translation>
    </message>
    <message>
        <source>There was no time to learn: the agent is as before.</source>
        <translation>Zum Lernen blieb keine Zeit: Der Agent ist wie zuvor.</translation>
    </message>
    <message>
        <source>Give the run more minutes.</source>
        <translation>Geben Sie dem Lauf mehr Minuten.</translation>
    </message>
    <message>
        <source>Free some space, then press Resume.</source>
        <translation>Schaffen Sie Platz und drücken Sie dann auf „Fortsetzen“.</translation>
    </message>
    <message>
        <source>{0} Nothing was scored meanwhile; press Resume.</source>
        <translation>{0} Inzwischen wurde nichts bewertet; drücken Sie auf „Fortsetzen“.</translation>
    </message>
    <message>
        <source>Connect to the network, or give a local folder as the model.</source>
        <translation>Stellen Sie eine Netzverbindung her, oder geben Sie als Modell einen Ordner an.</translation>
    </message>
    <message>
        <source>Connect to the network once, or give a local folder as the model.</source>
        <translation>Stellen Sie einmal eine Netzverbindung her, oder geben Sie als Modell einen Ordner an.</translation>
    </message>
    <message>
        <source>Close other programs, or choose a smaller model.</source>
        <translation>Schließen Sie andere Programme, oder wählen Sie ein kleineres Modell.</translation>
    </message>
    <message>
        <source>Choose a smaller model, or base weights in 4 bits (advanced settings).</source>
        <translation>Wählen Sie ein kleineres Modell, oder Grundgewichte in 4 Bit (weitere Einstellungen).</translation>
    </message>
    <message>
        <source>Choose base weights without quantization (advanced settings).</source>
        <translation>Wählen Sie Grundgewichte ohne Quantisierung (weitere Einstellungen).</translation>
    </message>
    <message>
        <source>Choose a browser of its own (advanced settings).</source>
        <translation>Wählen Sie einen eigenen Browser (weitere Einstellungen).</translation>
    </message>
    <message>
        <source>Start the program again; “paestudio doctor” says what may be missing. A browser of its own does without (advanced settings).</source>
        <translation>Starten Sie das Programm neu; „paestudio doctor“ sagt, was fehlen mag. Mit einem eigenen Browser geht es ohne (weitere Einstellungen).</translation>
    </message>
    <message>
        <source>It asks for a login, and the window does not log in: train it on the command line.</source>
        <translation>Sie verlangt eine Anmeldung, und das Fenster meldet sich nicht an: Trainieren Sie sie auf der Kommandozeile.</translation>
    </message>
    <message>
        <source>The window does not log in: go on with this run on the command line.</source>
        <translation>Das Fenster meldet sich nicht an: Setzen Sie diesen Lauf auf der Kommandozeile fort.</translation>
    </message>
    <message>
        <source>Take another check for this task.</source>
        <translation>Nehmen Sie für diese Aufgabe eine andere Prüfung.</translation>
    </message>
    <message>
        <source>Is the site&apos;s data folder right?</source>
        <translation>Stimmt der Datenordner der Website?</translation>
    </message>
    <message>
        <source>Start PAE Studio on another folder.</source>
        <translation>Starten Sie PAE Studio mit einem anderen Ordner.</translation>
    </message>
    <message>
        <source>Wait for it or close it, or start PAE Studio on another folder.</source>
        <translation>Warten Sie darauf, schließen Sie es, oder starten Sie PAE Studio mit einem anderen Ordner.</translation>
    </message>
    <message>
        <source>Free some space on its disk, or start PAE Studio on another folder.</source>
        <translation>Schaffen Sie Platz auf der Platte, oder starten Sie PAE Studio mit einem anderen Ordner.</translation>
    </message>
    <message>
        <source>Check the permissions of the folder, or start PAE Studio on another one.</source>
        <translation>Prüfen Sie die Rechte des Ordners, oder starten Sie PAE Studio mit einem anderen.</translation>
    </message>
    <message>
        <source>Nothing was changed. Update PAE Studio, or start it on another folder.</source>
        <translation>Nichts wurde geändert. Aktualisieren Sie PAE Studio, oder starten Sie es mit einem anderen Ordner.</translation>
    </message>
    <message>
        <source>Train first, or start PAE Studio on the right folder.</source>
        <translation>Trainieren Sie zuerst, oder starten Sie PAE Studio mit dem richtigen Ordner.</translation>
    </message>
    <message>
        <source>{0} of {1} episodes could not be judged.</source>
        <translation>{0} von {1} Versuchen konnten nicht beurteilt werden.</translation>
    </message>
    <message>
        <source>Is the site still up?</source>
        <translation>Läuft die Website noch?</translation>
    </message>
    <message>
        <source>Nothing to learn from this time: every group all succeeded or all failed.</source>
        <translation>Diesmal gibt es nichts zu lernen: Jede Gruppe hatte nur Erfolge oder nur Misserfolge.</translation>
    </message>
    <message>
        <source>The run waits: the judge cannot be asked. {0}</source>
        <translation>Der Lauf wartet: Der Richter kann nicht gefragt werden. {0}</translation>
    </message>
    <message>
        <source>The run waits: the proposer cannot be asked. {0}</source>
        <translation>Der Lauf wartet: Der Vorschlagende kann nicht gefragt werden. {0}</translation>
    </message>
    <message>
        <source>It goes on by itself once there is an answer, and stops after {0} minutes. Nothing is scored meanwhile.</source>
        <translation>Er geht von selbst weiter, sobald eine Antwort kommt, und hält nach {0} Minuten an. Bis dahin wird nichts gewertet.</translation>
    </message>
    <message>
        <source>The judge answers again: the run goes on.</source>
        <translation>Der Richter antwortet wieder: Der Lauf geht weiter.</translation>
    </message>
    <message>
        <source>The proposer answers again: the run goes on.</source>
        <translation>Der Vorschlagende antwortet wieder: Der Lauf geht weiter.</translation>
    </message>
    <message>
        <source>No number any more: {0}.</source>
        <translation>Keine Zahl mehr: {0}.</translation>
    </message>
    <message>
        <source>Stop, go back to the checkpoint before, and lower the learning rate.</source>
        <translation>Halten Sie an, gehen Sie zum Zwischenstand davor zurück, und senken Sie die Lernrate.</translation>
    </message>
    <message>
        <source>Entropy fell from {0} to {1}: the agent tries nothing new any more.</source>
        <translation>Die Entropie fiel von {0} auf {1}: Der Agent probiert nichts Neues mehr.</translation>
    </message>
    <message>
        <source>Raise the temperature or lower the learning rate.</source>
        <translation>Erhöhen Sie die Temperatur, oder senken Sie die Lernrate.</translation>
    </message>
    <message>
        <source>The training reward rose from {0} % to {1} %, but held-out success did not ({2} % to {3} %).</source>
        <translation>Die Belohnung im Training stieg von {0} % auf {1} %, der Erfolg auf Prüfaufgaben aber nicht ({2} % auf {3} %).</translation>
    </message>
    <message>
        <source>Look at some successes in Review: a check may be too easy.</source>
        <translation>Sehen Sie sich unter „Prüfen“ einige Erfolge an: Eine Prüfung ist vielleicht zu leicht.</translation>
    </message>
    <message>
        <source>{0} % of the last episodes could not be judged.</source>
        <translation>{0} % der letzten Versuche konnten nicht beurteilt werden.</translation>
    </message>
    <message>
        <source>Is the site up? Look at the unclear ones in Review.</source>
        <translation>Läuft die Website? Sehen Sie sich unter „Prüfen“ die unklaren an.</translation>
    </message>
    <message>
        <source>Only {0} GB of disk are free.</source>
        <translation>Nur {0} GB der Platte sind frei.</translation>
    </message>
    <message>
        <source>Delete old runs or free some space.</source>
        <translation>Löschen Sie alte Läufe, oder schaffen Sie Platz.</translation>
    </message>
    <message>
        <source>text {0} is not on the page</source>
        <translation>der Text {0} steht nicht auf der Seite</translation>
    </message>
    <message>
        <source>asks for a password</source>
        <translation>fragt nach einem Passwort</translation>
    </message>
    <message>
        <source>asks for a person (CAPTCHA)</source>
        <translation>verlangt einen Menschen (CAPTCHA)</translation>
    </message>
    <message>
        <source>To the list</source>
        <translation>Zur Liste</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>Halten</translation>
    </message>
    <message>
        <source>Hold this page before its next action (P)</source>
        <translation>Diese Seite vor ihrer nächsten Aktion festhalten (P)</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Let this page do one action (N)</source>
        <translation>Diese Seite eine Aktion tun lassen (N)</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>End the episode of this page; it is not judged (X)</source>
        <translation>Den Versuch auf dieser Seite beenden; er wird nicht beurteilt (X)</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Use this page yourself; F8 hands it back (T)</source>
        <translation>Diese Seite selbst bedienen; F8 gibt sie zurück (T)</translation>
    </message>
    <message>
        <source>Slowly</source>
        <translation>Langsam</translation>
    </message>
    <message>
        <source>Wait {seconds} s before each action, to watch</source>
        <translation>Vor jeder Aktion {seconds} s warten, zum Zusehen</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>Nummern</translation>
    </message>
    <message>
        <source>Number what the agent saw when it last looked</source>
        <translation>Nummerieren, was der Agent zuletzt gesehen hat</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Hand back</source>
        <translation>Zurückgeben</translation>
    </message>
    <message>
        <source>You are driving: this episode counts for nothing. F8 hands back.</source>
        <translation>Sie steuern: Dieser Versuch zählt nicht. F8 gibt zurück.</translation>
    </message>
    <message>
        <source>Needs you: this page {asks}. T takes it over.</source>
        <translation>Braucht Sie: Diese Seite {asks}. T übernimmt sie.</translation>
    </message>
    <message>
        <source>Held before its next action.</source>
        <translation>Vor der nächsten Aktion festgehalten.</translation>
    </message>
    <message>
        <source>Version {version} is what run {run} needs to go on.</source>
        <translation>Version {version} braucht der Lauf {run}, um weiterzugehen.</translation>
    </message>
    <message>
        <source>Delete an earlier version instead.</source>
        <translation>Löschen Sie stattdessen eine frühere.</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Ansichten</translation>
    </message>
    <message>
        <source>No screenshot of this step is stored.</source>
        <translation>Von diesem Schritt ist kein Bildschirmfoto gespeichert.</translation>
    </message>
    <message>
        <source>Screenshot of the step</source>
        <translation>Bildschirmfoto des Schritts</translation>
    </message>
    <message>
        <source>No curve yet.

The first point is the success on held-out tasks before any training.</source>
        <translation>Noch keine Kurve.

Der erste Punkt ist der Erfolg auf Prüfaufgaben vor jedem Training.</translation>
    </message>
    <message>
        <source>As it is</source>
        <translation>Wie gemessen</translation>
    </message>
    <message>
        <source>A little smoother</source>
        <translation>Etwas geglättet</translation>
    </message>
    <message>
        <source>Much smoother</source>
        <translation>Stark geglättet</translation>
    </message>
    <message>
        <source>Success: training and held out (95 % band)</source>
        <translation>Erfolg: Training und Prüfaufgaben (95-%-Band)</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>Warnungen</translation>
    </message>
    <message>
        <source>A click on a dotted line: that checkpoint and the base on one task, side by side</source>
        <translation>Ein Klick auf eine gepunktete Linie: dieser Zwischenstand und die Basis an einer Aufgabe, nebeneinander</translation>
    </message>
    <message>
        <source>Measure on held-out tasks after this update</source>
        <translation>Nach diesem Update auf Prüfaufgaben messen</translation>
    </message>
    <message>
        <source>Evaluate now</source>
        <translation>Jetzt messen</translation>
    </message>
    <message>
        <source>Hold between two actions; the model stays loaded</source>
        <translation>Zwischen zwei Aktionen anhalten; das Modell bleibt geladen</translation>
    </message>
    <message>
        <source>Stop and save</source>
        <translation>Anhalten und sichern</translation>
    </message>
    <message>
        <source>End the run; everything up to now is kept</source>
        <translation>Den Lauf beenden; alles bis jetzt bleibt</translation>
    </message>
    <message>
        <source>One task by two versions of the agent, side by side</source>
        <translation>Eine Aufgabe von zwei Fassungen des Agenten, nebeneinander</translation>
    </message>
    <message>
        <source>Twin player</source>
        <translation>Zwillingsspieler</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>Glättung</translation>
    </message>
    <message>
        <source>Log scale</source>
        <translation>Logarithmisch</translation>
    </message>
    <message>
        <source>Leave out outliers</source>
        <translation>Ohne Ausreißer</translation>
    </message>
    <message>
        <source>Compare with another run</source>
        <translation>Mit einem anderen Lauf vergleichen</translation>
    </message>
    <message>
        <source>Compare with…</source>
        <translation>Vergleichen mit…</translation>
    </message>
    <message>
        <source>Held-out tasks are measured after this update.</source>
        <translation>Nach diesem Update wird auf Prüfaufgaben gemessen.</translation>
    </message>
    <message>
        <source>Held out: {rates}</source>
        <translation>Prüfaufgaben: {rates}</translation>
    </message>
    <message>
        <source>The intervals of the first and the last measure overlap: too few tasks to be sure.</source>
        <translation>Die Intervalle der ersten und der letzten Messung überlappen: zu wenige Aufgaben, um sicher zu sein.</translation>
    </message>
    <message>
        <source>Every update is saved; the latest is checkpoint {number}.</source>
        <translation>Jedes Update ist gesichert; das letzte ist Zwischenstand {number}.</translation>
    </message>
    <message>
        <source>Dashed: {run}: {rates}.</source>
        <translation>Gestrichelt: {run}: {rates}.</translation>
    </message>
    <message>
        <source>It has the same settings.</source>
        <translation>Er hat dieselben Einstellungen.</translation>
    </message>
    <message>
        <source>Set otherwise there: {settings}.</source>
        <translation>Dort anders eingestellt: {settings}.</translation>
    </message>
    <message>
        <source>base</source>
        <translation>Basis</translation>
    </message>
    <message>
        <source>Success: {training}, {held} with its 95 % band</source>
        <translation>Erfolg: {training}, {held} mit 95-%-Band</translation>
    </message>
    <message>
        <source>Which number the second plot shows</source>
        <translation>Welche Zahl das zweite Bild zeigt</translation>
    </message>
    <message>
        <source>Success over updates</source>
        <translation>Erfolg über die Updates</translation>
    </message>
    <message>
        <source>One number over updates</source>
        <translation>Eine Zahl über die Updates</translation>
    </message>
    <message>
        <source>training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>held out, 95 %</source>
        <translation>Prüfaufgaben, 95 %</translation>
    </message>
    <message>
        <source>Reason for the rejection</source>
        <translation>Grund der Ablehnung</translation>
    </message>
    <message>
        <source>Another reason, then Enter</source>
        <translation>Anderer Grund, dann Eingabe</translation>
    </message>
    <message>
        <source>Another reason</source>
        <translation>Anderer Grund</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Esc: not at all</source>
        <translation>Esc: doch nicht</translation>
    </message>
    <message>
        <source>the evaluators disagree</source>
        <translation>die Urteile widersprechen sich</translation>
    </message>
    <message>
        <source>nobody could tell</source>
        <translation>niemand konnte es sagen</translation>
    </message>
    <message>
        <source>the evaluator is not sure</source>
        <translation>das Urteil ist unsicher</translation>
    </message>
    <message>
        <source>the agent was unsure</source>
        <translation>der Agent war unsicher</translation>
    </message>
    <message>
        <source>first try of this task</source>
        <translation>erster Versuch dieser Aufgabe</translation>
    </message>
    <message>
        <source>Nothing to review yet.

Each attempt of the agent appears here with its verdict. You have the last word.</source>
        <translation>Noch nichts durchzusehen.

Jeder Versuch des Agenten erscheint hier mit seinem Urteil. Das letzte Wort haben Sie.</translation>
    </message>
    <message>
        <source>agreed</source>
        <translation>zugestimmt</translation>
    </message>
    <message>
        <source>Most worth a look</source>
        <translation>Lohnt den Blick am meisten</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Neueste zuerst</translation>
    </message>
    <message>
        <source>Judged by you</source>
        <translation>Von Ihnen beurteilt</translation>
    </message>
    <message>
        <source>Which episodes, in which order</source>
        <translation>Welche Versuche, in welcher Reihenfolge</translation>
    </message>
    <message>
        <source>Proofs</source>
        <translation>Nachweise</translation>
    </message>
    <message>
        <source>Your demonstrations</source>
        <translation>Ihre Vorführungen</translation>
    </message>
    <message>
        <source>Your verdict: {verdict}</source>
        <translation>Ihr Urteil: {verdict}</translation>
    </message>
    <message>
        <source>Took back: {decision}.</source>
        <translation>Zurückgenommen: {decision}.</translation>
    </message>
    <message>
        <source>Starts on {page}</source>
        <translation>Beginnt auf {page}</translation>
    </message>
    <message>
        <source>Agree with the verdict</source>
        <translation>Dem Urteil zustimmen</translation>
    </message>
    <message>
        <source>Overrule: success</source>
        <translation>Umstoßen: Erfolg</translation>
    </message>
    <message>
        <source>Overrule: failure</source>
        <translation>Umstoßen: Misserfolg</translation>
    </message>
    <message>
        <source>Overrule: unclear</source>
        <translation>Umstoßen: unklar</translation>
    </message>
    <message>
        <source>Retract: take it out of training</source>
        <translation>Zurückziehen: aus dem Training nehmen</translation>
    </message>
    <message>
        <source>Reason for your verdict</source>
        <translation>Grund Ihres Urteils</translation>
    </message>
    <message>
        <source>Take back the last decision</source>
        <translation>Die letzte Entscheidung zurücknehmen</translation>
    </message>
    <message>
        <source>Step before</source>
        <translation>Schritt davor</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>Nächster Schritt</translation>
    </message>
    <message>
        <source>Next error</source>
        <translation>Nächster Fehler</translation>
    </message>
    <message>
        <source>Error before</source>
        <translation>Fehler davor</translation>
    </message>
    <message>
        <source>Back to the list</source>
        <translation>Zurück zur Liste</translation>
    </message>
    <message>
        <source>There is no run yet to keep this decision in.</source>
        <translation>Es gibt noch keinen Lauf, der diese Entscheidung aufnimmt.</translation>
    </message>
    <message>
        <source>Press Train first.</source>
        <translation>Drücken Sie erst Trainieren.</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>untätig</translation>
    </message>
    <message>
        <source>Page {number}: {line}</source>
        <translation>Seite {number}: {line}</translation>
    </message>
    <message>
        <source>Click to watch.</source>
        <translation>Klicken, um zuzusehen.</translation>
    </message>
    <message>
        <source>The pages that play at the same time appear here.</source>
        <translation>Hier erscheinen die Seiten, die gleichzeitig spielen.</translation>
    </message>
    <message>
        <source>Pages that play now</source>
        <translation>Seiten, die jetzt spielen</translation>
    </message>
    <message>
        <source>end</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Step {number} of {all}: {line}</source>
        <translation>Schritt {number} von {all}: {line}</translation>
    </message>
    <message>
        <source>went wrong</source>
        <translation>ging schief</translation>
    </message>
    <message>
        <source>Steps of the episode</source>
        <translation>Schritte des Versuchs</translation>
    </message>
    <message>
        <source>The page is loading…</source>
        <translation>Die Seite lädt…</translation>
    </message>
    <message>
        <source>on {page}</source>
        <translation>auf {page}</translation>
    </message>
    <message>
        <source>No evaluator has judged this episode yet.</source>
        <translation>Diesen Versuch hat noch niemand beurteilt.</translation>
    </message>
    <message>
        <source>{verdict} says {evaluator}</source>
        <translation>{verdict} durch {evaluator}</translation>
    </message>
    <message>
        <source>Ended: {stop} and answered “{answer}”.</source>
        <translation>Ende: {stop}, mit der Antwort „{answer}“.</translation>
    </message>
    <message>
        <source>Ended: {stop}.</source>
        <translation>Ende: {stop}.</translation>
    </message>
    <message>
        <source>There is nothing stored yet.</source>
        <translation>Es ist noch nichts gespeichert.</translation>
    </message>
    <message>
        <source>Here a person or the judge decides</source>
        <translation>Hier entscheidet ein Mensch oder der Richter</translation>
    </message>
    <message>
        <source>Passes when {check}</source>
        <translation>Bestanden, wenn {check}</translation>
    </message>
    <message>
        <source>No tasks yet.

Once you have pressed Train, the proposer explores the site and writes tasks with a check.</source>
        <translation>Noch keine Aufgaben.

Wenn Sie auf „Trainieren“ gedrückt haben, wird die Website erkundet, und es entstehen Aufgaben mit einer Prüfung.</translation>
    </message>
    <message>
        <source>Approve the selected tasks (A)</source>
        <translation>Die gewählten Aufgaben annehmen (A)</translation>
    </message>
    <message>
        <source>Reject the selected tasks (R)</source>
        <translation>Die gewählten Aufgaben ablehnen (R)</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Edit the task&apos;s words, check and start page (E)</source>
        <translation>Wortlaut, Prüfung und Startseite der Aufgabe bearbeiten (E)</translation>
    </message>
    <message>
        <source>Flag the selected tasks to look at again (F)</source>
        <translation>Die gewählten Aufgaben zum Wiederansehen merken (F)</translation>
    </message>
    <message>
        <source>Take back the last decision (U or Ctrl+Z)</source>
        <translation>Die letzte Entscheidung zurücknehmen (U oder Strg+Z)</translation>
    </message>
    <message>
        <source>Flag</source>
        <translation>Merken</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Approve the selected tasks</source>
        <translation>Die gewählten Aufgaben annehmen</translation>
    </message>
    <message>
        <source>Reject the selected tasks</source>
        <translation>Die gewählten Aufgaben ablehnen</translation>
    </message>
    <message>
        <source>Edit the task</source>
        <translation>Die Aufgabe bearbeiten</translation>
    </message>
    <message>
        <source>Flag the selected tasks</source>
        <translation>Die gewählten Aufgaben merken</translation>
    </message>
    <message numerus="yes">
        <source>Why reject %n task(s)?</source>
        <translation>
            <numerusform>Warum %n Aufgabe ablehnen?</numerusform>
            <numerusform>Warum %n Aufgaben ablehnen?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>flag %n task(s)</source>
        <translation>
            <numerusform>%n Aufgabe merken</numerusform>
            <numerusform>%n Aufgaben merken</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>take the flag off %n task(s)</source>
        <translation>
            <numerusform>%n Aufgabe nicht mehr merken</numerusform>
            <numerusform>%n Aufgaben nicht mehr merken</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Flagged %n task(s).</source>
        <translation>
            <numerusform>%n Aufgabe gemerkt.</numerusform>
            <numerusform>%n Aufgaben gemerkt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No flag on %n task(s) any more.</source>
        <translation>
            <numerusform>%n Aufgabe nicht mehr gemerkt.</numerusform>
            <numerusform>%n Aufgaben nicht mehr gemerkt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Task changed. Ctrl+Z takes it back.</source>
        <translation>Aufgabe geändert. Strg+Z nimmt es zurück.</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Search tasks</source>
        <translation>Aufgaben suchen</translation>
    </message>
    <message>
        <source>No task matches the search.</source>
        <translation>Keine Aufgabe passt zur Suche.</translation>
    </message>
    <message>
        <source>Next task</source>
        <translation>Nächste Aufgabe</translation>
    </message>
    <message>
        <source>Previous task</source>
        <translation>Vorige Aufgabe</translation>
    </message>
    <message numerus="yes">
        <source>Approved %n task(s). Ctrl+Z takes it back.</source>
        <translation>
            <numerusform>%n Aufgabe angenommen. Strg+Z nimmt es zurück.</numerusform>
            <numerusform>%n Aufgaben angenommen. Strg+Z nimmt es zurück.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Rejected %n task(s). Ctrl+Z takes it back.</source>
        <translation>
            <numerusform>%n Aufgabe abgelehnt. Strg+Z nimmt es zurück.</numerusform>
            <numerusform>%n Aufgaben abgelehnt. Strg+Z nimmt es zurück.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Changed %n task(s). Ctrl+Z takes it back.</source>
        <translation>
            <numerusform>%n Aufgabe geändert. Strg+Z nimmt es zurück.</numerusform>
            <numerusform>%n Aufgaben geändert. Strg+Z nimmt es zurück.</numerusform>
        </translation>
    </message>
    <message>
        <source>Instruction</source>
        <translation>Anweisung</translation>
    </message>
    <message>
        <source>Check, as JSON</source>
        <translation>Prüfung, als JSON</translation>
    </message>
    <message>
        <source>Start page</source>
        <translation>Startseite</translation>
    </message>
    <message>
        <source>What to do, as a person would ask</source>
        <translation>Was zu tun ist, wie ein Mensch es sagen würde</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Sichern</translation>
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
        <source>Check (JSON; empty: you or the judge decide)</source>
        <translation>Prüfung (JSON; leer: Sie oder der Richter entscheiden)</translation>
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
        <source>The check is not JSON: {what} in line {line}, column {column}.</source>
        <translation>Die Prüfung ist kein JSON: {what} in Zeile {line}, Spalte {column}.</translation>
    </message>
    <message>
        <source>A task needs a page to start on.</source>
        <translation>Eine Aufgabe braucht eine Seite, auf der sie beginnt.</translation>
    </message>
    <message>
        <source>The start page must be on {site}: the agent stays on its site.</source>
        <translation>Die Startseite muss auf {site} liegen: Der Agent bleibt auf seiner Website.</translation>
    </message>
    <message>
        <source>A task needs an instruction.</source>
        <translation>Eine Aufgabe braucht eine Anweisung.</translation>
    </message>
    <message>
        <source>The check does not hold where you finished: {why}.</source>
        <translation>Die Prüfung trifft dort nicht zu, wo Sie fertig waren: {why}.</translation>
    </message>
    <message>
        <source>You or the judge decide.</source>
        <translation>Sie oder der Richter entscheiden.</translation>
    </message>
    <message>
        <source>Any status</source>
        <translation>Jeder Stand</translation>
    </message>
    <message>
        <source>Filter by status</source>
        <translation>Nach Stand filtern</translation>
    </message>
    <message>
        <source>Any kind</source>
        <translation>Jede Art</translation>
    </message>
    <message>
        <source>Filter by kind</source>
        <translation>Nach Art filtern</translation>
    </message>
    <message>
        <source>Any difficulty</source>
        <translation>Jede Schwierigkeit</translation>
    </message>
    <message>
        <source>Filter by difficulty</source>
        <translation>Nach Schwierigkeit filtern</translation>
    </message>
    <message>
        <source>Training and held out</source>
        <translation>Training und Prüfaufgaben</translation>
    </message>
    <message>
        <source>Filter by held out</source>
        <translation>Nach Prüfaufgaben filtern</translation>
    </message>
    <message>
        <source>Flagged</source>
        <translation>Gemerkt</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Held out</source>
        <translation>Prüfaufgabe</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Difficulty</source>
        <translation>Schwierigkeit</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>Bestanden</translation>
    </message>
    <message>
        <source>Flagged to look at again</source>
        <translation>Zum Wiederansehen gemerkt</translation>
    </message>
    <message>
        <source>held out</source>
        <translation>Prüfaufgabe</translation>
    </message>
    <message>
        <source>{some} of {all} passed</source>
        <translation>{some} von {all} bestanden</translation>
    </message>
    <message>
        <source>flagged</source>
        <translation>gemerkt</translation>
    </message>
    <message>
        <source>Show tasks of one status</source>
        <translation>Aufgaben eines Stands zeigen</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>Order of the tasks</source>
        <translation>Reihenfolge der Aufgaben</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>As proposed</source>
        <translation>Wie vorgeschlagen</translation>
    </message>
    <message>
        <source>By column: {name}</source>
        <translation>Nach Spalte: {name}</translation>
    </message>
    <message>
        <source>{some} of {all}</source>
        <translation>{some} von {all}</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n gewählt</numerusform>
            <numerusform>%n gewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>A approve   R reject   E edit   S skip   F flag   T try the check   U undo   Esc back to the table</source>
        <translation>A annehmen   R ablehnen   E bearbeiten   S überspringen   F markieren   T Prüfung ausprobieren   U rückgängig   Esc zurück zur Tabelle</translation>
    </message>
    <message>
        <source>Task to decide on</source>
        <translation>Aufgabe, über die zu entscheiden ist</translation>
    </message>
    <message>
        <source>{waiting} to decide, {done} done</source>
        <translation>{waiting} zu entscheiden, {done} erledigt</translation>
    </message>
    <message>
        <source>Just now: {decisions}</source>
        <translation>Eben: {decisions}</translation>
    </message>
    <message>
        <source>Nothing waits for you here.</source>
        <translation>Hier wartet nichts auf Sie.</translation>
    </message>
    <message>
        <source>The proposer has written no task yet: press Train.</source>
        <translation>Es ist noch keine Aufgabe vorgeschlagen: Drücken Sie Trainieren.</translation>
    </message>
    <message numerus="yes">
        <source>The search or a filter hides the %n task(s) that wait(s).</source>
        <translation>
            <numerusform>Die Suche oder ein Filter verbirgt die %n Aufgabe, die wartet.</numerusform>
            <numerusform>Die Suche oder ein Filter verbirgt die %n Aufgaben, die warten.</numerusform>
        </translation>
    </message>
    <message>
        <source>Every task of this run is decided; new ones appear here by themselves. Esc goes back to the table.</source>
        <translation>Über jede Aufgabe dieses Laufs ist entschieden; neue erscheinen hier von selbst. Esc führt zur Tabelle zurück.</translation>
    </message>
    <message>
        <source>Select a task to see its check, its page and tasks like it.</source>
        <translation>Wählen Sie eine Aufgabe, um ihre Prüfung, ihre Seite und ähnliche Aufgaben zu sehen.</translation>
    </message>
    <message>
        <source>you</source>
        <translation>Sie</translation>
    </message>
    <message>
        <source>the program</source>
        <translation>das Programm</translation>
    </message>
    <message>
        <source>its pass rate</source>
        <translation>ihre Erfolgsquote</translation>
    </message>
    <message>
        <source>Your own wording</source>
        <translation>Ihr eigener Wortlaut</translation>
    </message>
    <message>
        <source>Your own task</source>
        <translation>Ihre eigene Aufgabe</translation>
    </message>
    <message>
        <source>Proposed by the explorer</source>
        <translation>Vom Erkunder vorgeschlagen</translation>
    </message>
    <message>
        <source>Proposed by a model</source>
        <translation>Von einem Modell vorgeschlagen</translation>
    </message>
    <message>
        <source>Similar tasks</source>
        <translation>Ähnliche Aufgaben</translation>
    </message>
    <message>
        <source>{share} of the words in common</source>
        <translation>{share} der Wörter gemeinsam</translation>
    </message>
    <message>
        <source>{status} by {who}</source>
        <translation>{status} durch {who}</translation>
    </message>
    <message>
        <source>Proposed: {origin}</source>
        <translation>Vorgeschlagen: {origin}</translation>
    </message>
    <message>
        <source>In training: {passed}</source>
        <translation>Im Training: {passed}</translation>
    </message>
    <message>
        <source>Held out: it measures, and is never trained on</source>
        <translation>Prüfaufgabe: Sie misst, und auf ihr wird nie trainiert</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Einzeln</translation>
    </message>
    <message>
        <source>One task at a time, by keyboard (Q)</source>
        <translation>Eine Aufgabe nach der anderen, mit der Tastatur (Q)</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Später</translation>
    </message>
    <message>
        <source>Decide on it later (S)</source>
        <translation>Später darüber entscheiden (S)</translation>
    </message>
    <message>
        <source>All that match</source>
        <translation>Alle passenden</translation>
    </message>
    <message>
        <source>Decide on every task of the table</source>
        <translation>Über jede Aufgabe der Tabelle entscheiden</translation>
    </message>
    <message numerus="yes">
        <source>Why reject all %n task(s) that match?</source>
        <translation>
            <numerusform>Warum die %n passende Aufgabe ablehnen?</numerusform>
            <numerusform>Warum alle %n passenden Aufgaben ablehnen?</numerusform>
        </translation>
    </message>
    <message>
        <source>{some} of {all} selected</source>
        <translation>{some} von {all} gewählt</translation>
    </message>
    <message>
        <source>{some} of {all} tasks</source>
        <translation>{some} von {all} Aufgaben</translation>
    </message>
    <message>
        <source>All {number} that match</source>
        <translation>Alle {number} passenden</translation>
    </message>
    <message numerus="yes">
        <source>Approved %n task(s) by your rule.</source>
        <translation>
            <numerusform>%n Aufgabe nach Ihrer Regel angenommen.</numerusform>
            <numerusform>%n Aufgaben nach Ihrer Regel angenommen.</numerusform>
        </translation>
    </message>
    <message>
        <source>You approved {some} of {all} tasks of the kind “{kind}”.</source>
        <translation>Sie haben {some} von {all} Aufgaben der Art „{kind}“ angenommen.</translation>
    </message>
    <message numerus="yes">
        <source>Approve the %n that wait(s) and those to come?</source>
        <translation>
            <numerusform>Die %n wartende und die künftigen annehmen?</numerusform>
            <numerusform>Die %n wartenden und die künftigen annehmen?</numerusform>
        </translation>
    </message>
    <message>
        <source>Approve all that match</source>
        <translation>Alle passenden annehmen</translation>
    </message>
    <message>
        <source>Reject all that match…</source>
        <translation>Alle passenden ablehnen…</translation>
    </message>
    <message>
        <source>Offer to approve by rule</source>
        <translation>Angebot, nach Regel anzunehmen</translation>
    </message>
    <message>
        <source>Approve this kind without asking</source>
        <translation>Diese Art ohne Rückfrage annehmen</translation>
    </message>
    <message>
        <source>Yes, approve them</source>
        <translation>Ja, annehmen</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
    <message>
        <source>Go on asking me</source>
        <translation>Mich weiter fragen</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Back to the table</source>
        <translation>Zurück zur Tabelle</translation>
    </message>
    <message>
        <source>One task at a time</source>
        <translation>Eine Aufgabe nach der anderen</translation>
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
        <source>approved “{task}”</source>
        <translation>angenommen „{task}“</translation>
    </message>
    <message>
        <source>rejected ({reason}) “{task}”</source>
        <translation>abgelehnt ({reason}) „{task}“</translation>
    </message>
    <message>
        <source>Picture of {page}</source>
        <translation>Bild von {page}</translation>
    </message>
    <message>
        <source>the page</source>
        <translation>die Seite</translation>
    </message>
    <message>
        <source>Judge some episodes yourself, and the evaluator&apos;s precision and recall appear here.</source>
        <translation>Beurteilen Sie einige Versuche selbst, dann stehen hier Genauigkeit und Trefferquote der Urteile.</translation>
    </message>
    <message>
        <source>The verdict is right (Y)</source>
        <translation>Das Urteil stimmt (Y)</translation>
    </message>
    <message>
        <source>Agree</source>
        <translation>Zustimmen</translation>
    </message>
    <message>
        <source>Reason (optional), then a key or a button</source>
        <translation>Grund (freiwillig), dann Taste oder Knopf</translation>
    </message>
    <message>
        <source>Take it out of training: no later update uses it (T)</source>
        <translation>Aus dem Training nehmen: Kein späteres Update benutzt sie (T)</translation>
    </message>
    <message>
        <source>Overrule: {verdict} ({key})</source>
        <translation>Umstoßen: {verdict} ({key})</translation>
    </message>
    <message>
        <source>How far to trust the evaluator</source>
        <translation>Wie weit dem Urteil zu trauen ist</translation>
    </message>
    <message>
        <source>Select an episode.</source>
        <translation>Wählen Sie einen Versuch.</translation>
    </message>
    <message>
        <source>{share} sure</source>
        <translation>{share} sicher</translation>
    </message>
    <message>
        <source>{evaluator} agreed with you on {rate}.</source>
        <translation>{evaluator}: mit Ihnen einig bei {rate}.</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>noch nicht bekannt</translation>
    </message>
    <message>
        <source>Of its successes, right: {precision}. Of the real ones, found: {recall}.</source>
        <translation>Von seinen Erfolgen richtig: {precision}. Von den wirklichen gefunden: {recall}.</translation>
    </message>
    <message numerus="yes">
        <source>{evaluator} could not tell %n episode(s) that you decided.</source>
        <translation>
            <numerusform>{evaluator} konnte %n Versuch nicht beurteilen, den Sie entschieden haben.</numerusform>
            <numerusform>{evaluator} konnte %n Versuche nicht beurteilen, die Sie entschieden haben.</numerusform>
        </translation>
    </message>
    <message>
        <source>update {number}</source>
        <translation>Update {number}</translation>
    </message>
    <message>
        <source>by {evaluator}</source>
        <translation>durch {evaluator}</translation>
    </message>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n Schritt</numerusform>
            <numerusform>%n Schritte</numerusform>
        </translation>
    </message>
    <message>
        <source>{change}; held out: it counts in the measure and is never learned from.</source>
        <translation>{change}; Prüfaufgabe: zählt in der Messung, daraus wird nie gelernt.</translation>
    </message>
    <message>
        <source>A demonstration of yours: learned from before the explorer&apos;s path.</source>
        <translation>Eine Vorführung von Ihnen: Aus ihr wird vor dem erkundeten Weg gelernt.</translation>
    </message>
    <message>
        <source>{change}; {purpose}: not learned from.</source>
        <translation>{change}; {purpose}: Daraus wird nicht gelernt.</translation>
    </message>
    <message>
        <source>{change}; used in update {number}.</source>
        <translation>{change}; in Update {number} verwendet.</translation>
    </message>
    <message>
        <source>{change}; left out of training.</source>
        <translation>{change}; bleibt aus dem Training.</translation>
    </message>
    <message>
        <source>will be used in the next update</source>
        <translation>geht in das nächste Update ein</translation>
    </message>
    <message>
        <source>will be used when training goes on</source>
        <translation>geht ein, wenn das Training weitergeht</translation>
    </message>
    <message>
        <source>{change}; {when} (update {number} used the old verdict).</source>
        <translation>{change}; {when} (Update {number} nutzte das alte Urteil).</translation>
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
    <message>
        <source>no reward</source>
        <translation>keine Belohnung</translation>
    </message>
    <message>
        <source>reward 1</source>
        <translation>Belohnung 1</translation>
    </message>
    <message>
        <source>reward 0</source>
        <translation>Belohnung 0</translation>
    </message>
    <message>
        <source>No episode has ended yet.

Each attempt of the agent appears here with its verdict. You have the last word.</source>
        <translation>Noch kein Versuch ist zu Ende.

Jeder Versuch des Agenten erscheint hier mit seinem Urteil. Das letzte Wort haben Sie.</translation>
    </message>
    <message>
        <source>Show episodes of one outcome</source>
        <translation>Versuche mit einem Ausgang zeigen</translation>
    </message>
    <message>
        <source>Select an episode to see its steps and verdicts.</source>
        <translation>Wählen Sie einen Versuch, um Schritte und Urteile zu sehen.</translation>
    </message>
    <message>
        <source>Reason (optional)</source>
        <translation>Grund (freiwillig)</translation>
    </message>
    <message>
        <source>Episodes</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>Search episodes</source>
        <translation>Versuche suchen</translation>
    </message>
    <message>
        <source>There is no such episode in this run.</source>
        <translation>Einen solchen Versuch gibt es in diesem Lauf nicht.</translation>
    </message>
    <message>
        <source>Next episode</source>
        <translation>Nächster Versuch</translation>
    </message>
    <message>
        <source>Previous episode</source>
        <translation>Voriger Versuch</translation>
    </message>
    <message>
        <source>Reading the base model</source>
        <translation>Das Basismodell wird gelesen</translation>
    </message>
    <message>
        <source>Reading the adapter</source>
        <translation>Der Adapter wird gelesen</translation>
    </message>
    <message>
        <source>Merging</source>
        <translation>Wird verschmolzen</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Wird geschrieben</translation>
    </message>
    <message>
        <source>Merged model</source>
        <translation>Verschmolzenes Modell</translation>
    </message>
    <message>
        <source>Stop, and delete what was written</source>
        <translation>Anhalten und löschen, was geschrieben wurde</translation>
    </message>
    <message>
        <source>Merging into {place}</source>
        <translation>Wird nach {place} verschmolzen</translation>
    </message>
    <message>
        <source>Merged model written to {place}</source>
        <translation>Verschmolzenes Modell liegt in {place}</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Kurven</translation>
    </message>
    <message>
        <source>Back to the curves</source>
        <translation>Zurück zu den Kurven</translation>
    </message>
    <message>
        <source>Task to compare on</source>
        <translation>Aufgabe für den Vergleich</translation>
    </message>
    <message>
        <source>Play both</source>
        <translation>Beide spielen</translation>
    </message>
    <message>
        <source>Both agents play this task now, side by side</source>
        <translation>Beide Agenten spielen diese Aufgabe jetzt, nebeneinander</translation>
    </message>
    <message>
        <source>End this comparison; nothing of it is kept</source>
        <translation>Diesen Vergleich beenden; nichts davon bleibt</translation>
    </message>
    <message>
        <source>First agent</source>
        <translation>Erster Agent</translation>
    </message>
    <message>
        <source>Second agent</source>
        <translation>Zweiter Agent</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>The comparison ended because a run was started.</source>
        <translation>Der Vergleich endete, weil ein Lauf begann.</translation>
    </message>
    <message>
        <source>Held out: {task}</source>
        <translation>Prüfaufgabe: {task}</translation>
    </message>
    <message>
        <source>Stopping after the actions that are under way…</source>
        <translation>Hält nach den laufenden Aktionen an…</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>Das Modell wird geladen…</translation>
    </message>
    <message>
        <source>Opening the site…</source>
        <translation>Die Seite wird geöffnet…</translation>
    </message>
    <message>
        <source>Open a run first: it has the tasks and the agents.</source>
        <translation>Öffne zuerst einen Lauf: Er hat die Aufgaben und die Agenten.</translation>
    </message>
    <message>
        <source>A run goes on: both can play when it has ended. What is stored of them is shown here.</source>
        <translation>Ein Lauf ist im Gang: Beide können spielen, wenn er zu Ende ist. Was von ihnen gespeichert ist, steht hier.</translation>
    </message>
    <message>
        <source>One of the two broke off, so nothing of this comparison was kept.</source>
        <translation>Einer der beiden brach ab, darum wurde nichts von diesem Vergleich behalten.</translation>
    </message>
    <message>
        <source>Choose two different agents.</source>
        <translation>Wähle zwei verschiedene Agenten.</translation>
    </message>
    <message>
        <source>The weights of one of the two were deleted: it can be looked at, not played.</source>
        <translation>Die Gewichte eines der beiden wurden gelöscht: Er kann angesehen, aber nicht gespielt werden.</translation>
    </message>
    <message>
        <source>Not everything is stored of these two on this task. Play both to compare them.</source>
        <translation>Von diesen beiden ist zu dieser Aufgabe nicht alles gespeichert. Spiele beide, um sie zu vergleichen.</translation>
    </message>
    <message>
        <source>Base</source>
        <translation>Basis</translation>
    </message>
    <message>
        <source>Checkpoint {number}</source>
        <translation>Zwischenstand {number}</translation>
    </message>
    <message>
        <source>{agent} (deleted)</source>
        <translation>{agent} (gelöscht)</translation>
    </message>
    <message>
        <source>the base</source>
        <translation>die Basis</translation>
    </message>
    <message>
        <source>checkpoint {number}</source>
        <translation>Zwischenstand {number}</translation>
    </message>
    <message>
        <source>Nothing is stored of this agent on this task.</source>
        <translation>Von diesem Agenten ist zu dieser Aufgabe nichts gespeichert.</translation>
    </message>
    <message>
        <source>No step here.</source>
        <translation>Hier ist kein Schritt.</translation>
    </message>
    <message>
        <source>opening…</source>
        <translation>wird geöffnet…</translation>
    </message>
    <message>
        <source>from the held-out measurement</source>
        <translation>aus der Messung auf Prüfaufgaben</translation>
    </message>
    <message>
        <source>playing</source>
        <translation>spielt</translation>
    </message>
    <message>
        <source>from a comparison</source>
        <translation>aus einem Vergleich</translation>
    </message>
    <message>
        <source>Both do the same, step by step.</source>
        <translation>Beide tun Schritt für Schritt dasselbe.</translation>
    </message>
    <message>
        <source>From step {number} they are on different pages: {one} on {here}, {other} on {there}.</source>
        <translation>Ab Schritt {number} sind sie auf verschiedenen Seiten: {one} auf {here}, {other} auf {there}.</translation>
    </message>
    <message>
        <source>From step {number}: {one}, {other}.</source>
        <translation>Ab Schritt {number}: {one}, {other}.</translation>
    </message>
    <message>
        <source>{who} has ended</source>
        <translation>{who} ist fertig</translation>
    </message>
    <message>
        <source>{who} says no action: “{text}”</source>
        <translation>{who} nennt keine Aktion: „{text}“</translation>
    </message>
    <message>
        <source>{who} says nothing</source>
        <translation>{who} sagt nichts</translation>
    </message>
    <message>
        <source>{who} clicks {what}</source>
        <translation>{who} klickt {what}</translation>
    </message>
    <message>
        <source>{who} types “{text}” into {what} and presses Enter</source>
        <translation>{who} tippt „{text}“ in {what} und drückt Enter</translation>
    </message>
    <message>
        <source>{who} types “{text}” into {what}</source>
        <translation>{who} tippt „{text}“ in {what}</translation>
    </message>
    <message>
        <source>{who} types “{text}”</source>
        <translation>{who} tippt „{text}“</translation>
    </message>
    <message>
        <source>{who} chooses “{text}” in {what}</source>
        <translation>{who} wählt „{text}“ in {what}</translation>
    </message>
    <message>
        <source>{who} chooses “{text}”</source>
        <translation>{who} wählt „{text}“</translation>
    </message>
    <message>
        <source>{who} presses {text}</source>
        <translation>{who} drückt {text}</translation>
    </message>
    <message>
        <source>{who} scrolls up</source>
        <translation>{who} rollt nach oben</translation>
    </message>
    <message>
        <source>{who} scrolls down</source>
        <translation>{who} rollt nach unten</translation>
    </message>
    <message>
        <source>{who} waits</source>
        <translation>{who} wartet</translation>
    </message>
    <message>
        <source>{who} goes back</source>
        <translation>{who} geht zurück</translation>
    </message>
    <message>
        <source>{who} answers “{text}”</source>
        <translation>{who} antwortet „{text}“</translation>
    </message>
    <message>
        <source>{who} says that it is done</source>
        <translation>{who} sagt, dass es getan ist</translation>
    </message>
    <message>
        <source>{name} at “{context}”</source>
        <translation>{name} bei „{context}“</translation>
    </message>
    <message>
        <source>First step that differs</source>
        <translation>Erster Schritt, der sich unterscheidet</translation>
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
        <source>Kept: “{task}” is learned as you showed it.</source>
        <translation>Behalten: „{task}“ wird so gelernt, wie Sie es vorgeführt haben.</translation>
    </message>
    <message>
        <source>Kept, though its check does not hold where you finished: {why}.</source>
        <translation>Behalten, obwohl die Prüfung dort nicht zutrifft, wo Sie fertig waren: {why}.</translation>
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
        <source>Processor (%) by minute</source>
        <translation>Prozessor (%) je Minute</translation>
    </message>
    <message>
        <source>Memory (GB) by minute</source>
        <translation>Speicher (GB) je Minute</translation>
    </message>
    <message>
        <source>Graphics card (%) by minute</source>
        <translation>Grafikkarte (%) je Minute</translation>
    </message>
    <message>
        <source>Its memory (GB) by minute</source>
        <translation>Deren Speicher (GB) je Minute</translation>
    </message>
    <message>
        <source>Of all cores together, in this program</source>
        <translation>Von allen Kernen zusammen, in diesem Programm</translation>
    </message>
    <message>
        <source>“{text}”</source>
        <translation>„{text}“</translation>
    </message>
</context>
</TS>
