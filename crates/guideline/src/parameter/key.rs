//! The names of what a guideline can say a value about.

use crate::coded::coded;

coded! {
    /// A parameter: one thing that guidelines say different values about, or nothing.
    pub enum Key {
        /// When the document was adopted, as exactly as it says itself.
        PolicyDate = "policy.date", "dokumentets datum";
        /// What sort of document it is.
        PolicyKind = "policy.kind", "slags dokument";
        /// Who adopts the routines that complete the guideline.
        PolicyRoutinesOwner = "policy.routines_owner", "vem som beslutar rutinerna";
        /// Which other documents of the authority apply beside it.
        PolicyOtherDocuments = "policy.other_documents", "andra dokument som gäller";
        /// Which services the guideline names as covered.
        ScopePlatforms = "scope.platforms", "tjänster som omfattas";
        /// Whether comments on the authority's own website are covered.
        ScopeOwnSiteComments = "scope.own_site_comments", "kommentarer på den egna webbplatsen";
        /// Whether what the authority writes on others' pages is covered, with the answers to it.
        ScopeDialogueOnOthersPages = "scope.dialogue_on_others_pages", "dialog på andras sidor";
        /// Whether direct messages to the accounts are covered.
        ScopeDirectMessages = "scope.direct_messages", "direktmeddelanden";
        /// Whether accounts that existed before the guideline meet the same requirements.
        ScopeExistingAccounts = "scope.existing_accounts", "konton från före riktlinjen";
        /// What municipal companies have of their own.
        ScopeCompanies = "scope.companies", "särskilt för bolagen";
        /// Which sorts of accounts the guideline tells apart.
        ScopeAccountClasses = "scope.account_classes", "slag av konton";
        /// How the guideline concerns elected members.
        ScopePoliticians = "scope.politicians", "förtroendevalda";
        /// The address of the channel that social media only complete.
        ChannelPrimary = "channel.primary", "huvudkanal";
        /// Who is responsible for the content, the one with the last responsibility first.
        ResponsibilityContent = "responsibility.content", "ansvarig för innehållet";
        /// Who coordinates the authority's accounts.
        StartCoordinator = "start.coordinator", "samordnare";
        /// Who alone may create an account.
        StartCreator = "start.creator", "vem som skapar konton";
        /// Who decides that an account may be started.
        StartDecider = "start.decider", "vem som beslutar om ett nytt konto";
        /// Who is consulted before an account is started.
        StartConsulted = "start.consulted", "vem som rådfrågas före start";
        /// What the consultation means for the start.
        StartConsultationEffect = "start.consultation_effect", "samrådets verkan";
        /// The steps before the start, in their order.
        StartOrder = "start.order", "ordning före start";
        /// Which document must exist before the start.
        StartDocument = "start.document", "dokument före start";
        /// What must be recorded before the start.
        StartRequiredFields = "start.required_fields", "det som ska stå före start";
        /// The purposes that an account can have.
        StartPurposeVocabulary = "start.purpose_vocabulary", "syften att välja bland";
        /// Whether the goals must be measurable.
        StartGoalsMeasurable = "start.goals_measurable", "mätbara mål";
        /// Whether the risks must be recorded before the start.
        StartRiskList = "start.risk_list", "lista över risker";
        /// Who keeps the document on which the start is based.
        StartDocumentCustody = "start.document_custody", "vem som förvarar dokumentet";
        /// Whether it is tried beforehand that the channel is needed.
        StartChannelNecessityTest = "start.channel_necessity_test", "prövning av kanalen";
        /// How many people at least must be able to administer the account.
        StaffMinAdmins = "staff.min_admins", "minsta antal administratörer";
        /// Whether every account must have a substitute.
        StaffSubstituteRequired = "staff.substitute_required", "ersättare";
        /// Which absences must be covered.
        StaffAbsenceKinds = "staff.absence_kinds", "frånvaro som ska täckas";
        /// Whether whoever leaves must hand over.
        StaffOffboarding = "staff.offboarding", "överlämning när någon slutar";
        /// Who appoints the editors.
        StaffEditorAppointedBy = "staff.editor_appointed_by", "vem som utser redaktörer";
        /// Which tasks must have somebody in charge.
        StaffDuties = "staff.duties", "uppgifter som ska ha en ansvarig";
        /// Whether an elected member may be responsible for an account.
        StaffPoliticianAllowed = "staff.politician_allowed", "förtroendevald som ansvarig";
        /// What an editor must know.
        StaffRequiredKnowledge = "staff.required_knowledge", "kunskap som krävs";
        /// What the unit sets aside for the account.
        StaffResources = "staff.resources", "det som verksamheten avsätter";
        /// Whom to ask when unsure.
        StaffSupportContacts = "staff.support_contacts", "vem man frågar";
        /// Who keeps the credentials.
        CredCustody = "cred.custody", "vem som förvarar inloggningsuppgifterna";
        /// Whether a central unit must be able to reach every account.
        CredCentralAccess = "cred.central_access", "central åtkomst";
        /// Whether accounts must be run through a tool that the authority shares.
        CredSharedAdminTool = "cred.shared_admin_tool", "gemensamt verktyg";
        /// Whether it is checked before an answer that the right account is used.
        CredRightAccountCheck = "cred.right_account_check", "kontroll av rätt konto";
        /// The longest time between two looks at an account.
        WatchFrequency = "watch.frequency", "hur ofta kontot bevakas";
        /// On which days the account is watched.
        WatchDays = "watch.days", "dagar för bevakning";
        /// At which hours the account is watched.
        WatchHours = "watch.hours", "tider för bevakning";
        /// The longest time between two looks at an account in a crisis.
        WatchCrisisFrequency = "watch.crisis_frequency", "hur ofta kontot bevakas i kris";
        /// Which accounts the duty to watch covers.
        WatchCondition = "watch.condition", "konton som bevakas";
        /// Which law the guideline cites for the duty to watch.
        WatchLegalGroundCited = "watch.legal_ground_cited", "lag som riktlinjen nämner";
        /// The time within which an answer is given.
        AnswerDeadline = "answer.deadline", "längsta tid för svar";
        /// How the hours of the answer's time are counted.
        AnswerCalendar = "answer.calendar", "hur tiden för svar räknas";
        /// What is to be answered.
        AnswerCoverage = "answer.coverage", "det som ska ha svar";
        /// Whether visitors are told how soon they can expect an answer.
        AnswerTargetPublished = "answer.target_published", "svarsmålet visas";
        /// To whom a question goes that the editor cannot answer alone.
        AnswerRouting = "answer.routing", "vart frågor skickas";
        /// How an answer is signed.
        AnswerSignature = "answer.signature", "underskrift";
        /// As whom an answer is given.
        AnswerIdentity = "answer.identity", "avsändare av svar";
        /// How answers are to sound.
        AnswerTone = "answer.tone", "ton i svar";
        /// What is done with political questions.
        AnswerPoliticalQuestions = "answer.political_questions", "politiska frågor";
        /// What is done with comments that have nothing to do with the authority.
        CommentOffTopic = "comment.off_topic", "kommentarer utanför ämnet";
        /// What visitors must be told on the account.
        NoticeRequired = "notice.required", "det som besökare ska få veta";
        /// The authority's own text for visitors.
        NoticeStandardText = "notice.standard_text", "standardtext till besökare";
        /// Whether links to private activity of staff or elected members carry a disclaimer.
        NoticeExternalLinkDisclaimer = "notice.external_link_disclaimer", "förbehåll vid länkar till privat verksamhet";
        /// Whether visitors are asked to report violations and told how.
        NoticeVisitorReporting = "notice.visitor_reporting", "väg för anmälan";
        /// What the authority must not publish itself.
        PublishBannedContent = "publish.banned_content", "det som inte får publiceras";
        /// Whether the authority may publish personal data.
        PublishPersonalData = "publish.personal_data", "personuppgifter i egna inlägg";
        /// The longest time without a post of the authority's own.
        PublishActivityLevel = "publish.activity_level", "längsta tid utan eget inlägg";
        /// How fast something is removed, in the guideline's words.
        RemoveSpeed = "remove.speed", "hur fort något tas bort";
        /// What it takes for something to be removed.
        RemoveThreshold = "remove.threshold", "när något tas bort";
        /// Which measures the guideline names.
        RemoveMethods = "remove.methods", "åtgärder";
        /// Whether what is removed must first be kept.
        RemoveEvidenceFirst = "remove.evidence_first", "bevis före borttagning";
        /// Where what is removed is documented.
        RemoveEvidencePlace = "remove.evidence_place", "var det borttagna dokumenteras";
        /// The steps when something is secret, in their order.
        RemoveOrderSecrecy = "remove.order_secrecy", "ordning när något är sekretessbelagt";
        /// The steps when anything else is removed, in their order.
        RemoveOrderOther = "remove.order_other", "ordning när annat tas bort";
        /// Who removes.
        RemoveExecutor = "remove.executor", "vem som tar bort";
        /// On which services the authority answers for what others write.
        RemoveResponsibleForOthersPosts = "remove.responsible_for_others_posts", "tjänster där andras inlägg är vårt ansvar";
        /// For what the whole conversation is broken off.
        RemoveStopThread = "remove.stop_thread", "när konversationen avbryts";
        /// What must be registered.
        RegisterMust = "register.must", "det som ska diarieföras";
        /// What may be registered.
        RegisterMay = "register.may", "det som får diarieföras";
        /// What must not be registered.
        RegisterMustNot = "register.must_not", "det som inte ska diarieföras";
        /// Who registers.
        RegisterWho = "register.who", "vem som diarieför";
        /// Which order makes registration unnecessary.
        RegisterOrderSubstitute = "register.order_substitute", "ordning i stället för diarieföring";
        /// When posts are public records.
        RecordStatus = "record.status", "inläggen som handlingar";
        /// Whether each board's archive description lists its accounts.
        RecordArchiveDescription = "record.archive_description", "kontot i arkivbeskrivningen";
        /// Whether disposal takes a decision.
        DisposeDecisionRequired = "dispose.decision_required", "beslut före gallring";
        /// What makes a record ready to be disposed of.
        DisposeCriterion = "dispose.criterion", "vad som får gallras";
        /// What disposal covers.
        DisposeScope = "dispose.scope", "vad gallringen omfattar";
        /// Who assesses what may be disposed of.
        DisposeAssessor = "dispose.assessor", "vem som bedömer gallring";
        /// What happens to what nobody has assessed.
        DisposeDefault = "dispose.default", "utan bedömning";
        /// The longest time between two snapshots.
        SnapshotInterval = "snapshot.interval", "tid mellan ögonblicksbilder";
        /// How strongly a snapshot is asked for.
        SnapshotStrength = "snapshot.strength", "hur starkt ögonblicksbilden krävs";
        /// When a snapshot is taken at a larger change.
        SnapshotOnChange = "snapshot.on_change", "ögonblicksbild vid större förändring";
        /// Whether a snapshot is taken before an account is closed.
        SnapshotBeforeClosing = "snapshot.before_closing", "ögonblicksbild före avslut";
        /// At which time of the year snapshots are taken.
        SnapshotWindow = "snapshot.window", "tid på året";
        /// Whether snapshots are taken on about the same day each time.
        SnapshotSameDay = "snapshot.same_day", "samma dag varje gång";
        /// In which formats a snapshot is kept.
        SnapshotFormat = "snapshot.format", "format för ögonblicksbilder";
        /// What a snapshot shows.
        SnapshotContent = "snapshot.content", "det som ögonblicksbilden visar";
        /// Whether a snapshot reaches back over the whole period where the platform allows.
        SnapshotHistory = "snapshot.history", "hela perioden";
        /// Who takes the snapshot.
        SnapshotWho = "snapshot.who", "vem som tar ögonblicksbilden";
        /// Who receives the snapshot.
        SnapshotRecipient = "snapshot.recipient", "mottagare av ögonblicksbilden";
        /// What is picked out to be preserved.
        PreserveSelectedItems = "preserve.selected_items", "det som väljs ut för att bevaras";
        /// How fast public records are given out.
        DiscloseSpeed = "disclose.speed", "hur snabbt handlingar lämnas ut";
        /// On which grounds pictures of identifiable people rest.
        ImageLegalBasis = "image.legal_basis", "rättslig grund för bilder";
        /// What consent to social media takes.
        ImageConsentForSocialMedia = "image.consent_for_social_media", "samtycke för sociala medier";
        /// What one consent covers.
        ImageConsentScope = "image.consent_scope", "samtyckets omfattning";
        /// When consent is given.
        ImageConsentTiming = "image.consent_timing", "när samtycket ges";
        /// What pictures of staff and elected members take.
        ImageStaffAndElected = "image.staff_and_elected", "bilder på medarbetare och förtroendevalda";
        /// How pictures of identifiable children are treated.
        ImageChildren = "image.children", "bilder på barn";
        /// The age from which a child consents; below it, the guardians do.
        ImageGuardianAge = "image.guardian_age", "ålder då barnet själv samtycker";
        /// How faces are treated.
        ImageFaces = "image.faces", "ansikten";
        /// Where pictures come from.
        ImageSource = "image.source", "bildernas ursprung";
        /// Who keeps the consents.
        ImageConsentStore = "image.consent_store", "var samtycken förvaras";
        /// Whether residents who can be recognised sign a model agreement.
        ImageModelAgreement = "image.model_agreement", "modellavtal";
        /// Whether guardians are told about photographing before school ceremonies.
        ImageSchoolNotice = "image.school_notice", "besked till vårdnadshavare";
        /// What the guideline counts as personal data.
        PersonalDataExamples = "personal_data.examples", "exempel på personuppgifter";
        /// How published content is made accessible.
        AccessRequirements = "access.requirements", "tillgänglighet";
        /// What shows who the sender is.
        IdentitySender = "identity.sender", "det som visar avsändaren";
        /// How the logo is used.
        IdentityLogo = "identity.logo", "logotyp";
        /// What the cover picture must be like.
        IdentityCoverImage = "identity.cover_image", "omslagsbild";
        /// The address at which the authority lists its accounts.
        ListPublic = "list.public", "förteckning över konton";
        /// Who keeps the public list up to date.
        ListMaintainer = "list.maintainer", "vem som håller förteckningen aktuell";
        /// Who decides that an account is closed.
        CloseDecider = "close.decider", "vem som beslutar om avslut";
        /// Who closes the account.
        CloseExecutor = "close.executor", "vem som avslutar";
        /// What leads to an account being closed.
        CloseTrigger = "close.trigger", "när ett konto avslutas";
        /// What visitors are told before an account is closed.
        CloseNotice = "close.notice", "det som besökare får veta om avslutet";
        /// How long the notice stands before an account is closed.
        CloseNoticePeriod = "close.notice_period", "tid från besked till avslut";
        /// How much of an account is preserved when it is closed.
        CloseArchive = "close.archive", "det som bevaras vid avslut";
        /// Whether communications may use every account in a crisis.
        CrisisTakeover = "crisis.takeover", "övertagande i kris";
        /// What is followed up.
        ReportFollowup = "report.followup", "uppföljning";
        /// What is delivered to the National Library, and what is left out.
        DepositRule = "deposit.rule", "pliktexemplar";
        /// What the guideline says about employees' private accounts; the product never watches them.
        PrivateUse = "private.use", "privata konton";
        // No guideline gives these as such: they are the second threshold of a clock, the numbers behind
        // words like "promptly", and what tells two readings of the same rule apart.
        /// The time within which an answer should be given, before the limit.
        AnswerTarget = "answer.target", "svarsmål";
        /// The time from a decision that something must go until it is gone, as a number.
        RemoveWithin = "remove.within", "tid för borttagning";
        /// Whether a snapshot at a change moves the next regular one.
        SnapshotChangeResetsInterval = "snapshot.change_resets_interval", "förändring flyttar nästa ögonblicksbild";
        /// The time within which a request for a record is met, as a number.
        DiscloseWithin = "disclose.within", "tid för utlämnande";
    }
}
