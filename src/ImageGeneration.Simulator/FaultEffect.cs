using System.Runtime.CompilerServices;
using System.Text.Json;
using ImageGeneration.Simulator.Faults;
using ImageGeneration.Simulator.Jobs;

namespace ImageGeneration.Simulator;

/// <summary>Represents the effect of a fault: on the answer to one request, or on the job that a request creates.</summary>
public abstract record FaultEffect
{
    private protected FaultEffect()
    {
    }

    /// <summary>Gets a fault that resets the connection before anything is accepted: there is no job.</summary>
    public static FaultEffect Reset { get; } = WithName(new ResetFault());

    /// <summary>Gets a fault that carries the request out, then resets the connection before the answer: a job runs whose id is
    /// unknown.</summary>
    public static FaultEffect LostAnswer { get; } = WithName(new ResetFault { AfterAccept = true });

    /// <summary>Gets a fault that accepts and answers nothing until the client leaves.</summary>
    public static FaultEffect Hang { get; } = WithName(new HangFault());

    /// <summary>Gets a fault that carries the request out and never answers it.</summary>
    public static FaultEffect HangAfterAccept { get; } = WithName(new HangFault { AfterAccept = true });

    /// <summary>Gets a fault that stops the body of the answer halfway and resets the connection.</summary>
    public static FaultEffect TruncatedBody { get; } = WithName(new TruncatedBodyFault { AfterAccept = true });

    /// <summary>Gets a fault that sends half of the body and then ends the answer in order: JSON that stops in the middle.</summary>
    public static FaultEffect HalfBody { get; } = WithName(new HalfBodyFault { AfterAccept = true });

    /// <summary>Gets a fault that sends the right status without the body.</summary>
    public static FaultEffect EmptyBody { get; } = WithName(new EmptyBodyFault { AfterAccept = true });

    /// <summary>Gets a fault that delivers a webhook twice.</summary>
    public static FaultEffect Duplicate { get; } = WithName(new DuplicateFault { AfterAccept = true });

    /// <summary>Gets a fault by which the job never leaves the queue.</summary>
    public static FaultEffect StuckInQueue { get; } = WithName(new JobFault(plan => plan with { QueueDelay = Timeout.InfiniteTimeSpan }));

    /// <summary>Gets a fault by which the job is aborted before it starts.</summary>
    public static FaultEffect JobAborted { get; } = WithName(new JobFault(plan => plan with { Ending = JobEnding.Aborted }));

    /// <summary>Gets a fault by which the job succeeds without any output: a null on Replicate, a <c>COMPLETED</c> without <c>output</c>
    /// on RunPod.</summary>
    public static FaultEffect NoOutput { get; } = WithName(new JobFault(plan => plan with { Images = 0, OmitOutput = true }));

    /// <summary>Gets a fault by which every image of the job is flagged: it fails with the text of its model.</summary>
    public static FaultEffect Flagged { get; } =
        WithName(new JobFault(plan => plan with { Ending = JobEnding.Failed, Error = JobPlan.FlaggedError }));

    /// <summary>Creates a sequence of effects: the first matching request gets the first, and so on; null lets a request pass, and after
    /// the last one all requests pass.</summary>
    public static FaultEffect Script(params IReadOnlyList<FaultEffect?> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        return steps.Any(step => step is ScriptFault)
            ? throw new ArgumentException("A script cannot hold a script.", nameof(steps))
            : WithName(new ScriptFault([.. steps]));
    }

    /// <summary>Creates a fault that answers with <paramref name="status"/> instead of the real answer, and accepts nothing.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="body">The body; null for what the provider itself sends with that status.</param>
    /// <param name="contentType">The media type of <paramref name="body"/>; null for JSON.</param>
    /// <param name="headers">Further headers, such as <c>Retry-After</c>.</param>
    /// <param name="afterAccept"><see langword="true"/> to carry the request out first, as a gateway does that loses the answer.</param>
    public static FaultEffect Status(
        int status,
        string? body = null,
        string? contentType = null,
        IReadOnlyDictionary<string, string>? headers = null,
        bool afterAccept = false) =>
        WithName(new StatusFault(status, body, contentType, headers) { AfterAccept = afterAccept });

    /// <summary>Creates a 429 with a wait, as the provider words it; nothing is accepted.</summary>
    /// <param name="seconds">The seconds to wait.</param>
    /// <param name="hint">Where the answer states the wait.</param>
    public static FaultEffect RateLimited(int seconds, RateLimitHint hint = RateLimitHint.HeaderAndBody) =>
        WithName(new RateLimitedFault(new RateLimit(seconds, hint)));

    /// <summary>Creates a fault that sends the body of the answer slowly, over <paramref name="duration"/> of the simulator's
    /// clock.</summary>
    public static FaultEffect SlowBody(TimeSpan duration) => WithName(new SlowBodyFault(duration) { AfterAccept = true });

    /// <summary>Creates a fault that delays the answer by <paramref name="delay"/> of the simulator's clock.</summary>
    public static FaultEffect SlowAnswer(TimeSpan delay) => WithName(new SlowAnswerFault(delay) { AfterAccept = true });

    /// <summary>Creates a fault that labels the answer as <paramref name="contentType"/>, whatever it is.</summary>
    public static FaultEffect WrongContentType(string contentType) => WithName(new ContentTypeFault(contentType) { AfterAccept = true });

    /// <summary>Creates a fault that redirects the request, and accepts nothing.</summary>
    /// <param name="status">301, 302, 303, 307 or 308.</param>
    /// <param name="location">The target; null for the same address, which a rule that triggers once answers the next time.</param>
    public static FaultEffect Redirect(int status = 302, string? location = null) => WithName(new RedirectFault(status, location));

    /// <summary>Creates a fault by which the job runs to its end and fails with <paramref name="error"/>.</summary>
    public static FaultEffect JobFails(string error) =>
        WithName(new JobFault(plan => plan with { Ending = JobEnding.Failed, Error = error, ErrorIsJson = false }));

    /// <summary>Creates a fault by which the job delivers at most <paramref name="count"/> images, as the others were filtered; 0 leaves
    /// an empty list.</summary>
    public static FaultEffect FewerImages(int count) => WithName(new JobFault(plan => plan with { Images = Math.Min(plan.Images, count) }));

    /// <summary>Creates a fault by which the job runs for <paramref name="duration"/>, whatever the latency settings say.</summary>
    public static FaultEffect JobRunsFor(TimeSpan duration) => WithName(new JobFault(plan => plan with { RunTime = duration }));

    /// <summary>Creates a fault by which the job waits in the queue for <paramref name="duration"/>, whatever the latency settings
    /// say.</summary>
    public static FaultEffect JobWaitsFor(TimeSpan duration) => WithName(new JobFault(plan => plan with { QueueDelay = duration }));

    /// <summary>Creates a fault by which the job reports the unknown status <paramref name="word"/> while it runs.</summary>
    public static FaultEffect UnknownStatus(string word) => WithName(new JobFault(plan => plan with { RunningWord = word }));

    /// <summary>Creates a fault by which the job reports these statuses one after the other, then its end. It waits in the queue for as
    /// long as the first ones are <c>starting</c> or <c>IN_QUEUE</c>, and runs, and is billed, from then on.</summary>
    /// <exception cref="ArgumentException">There are no steps.</exception>
    public static FaultEffect JobSteps(params IReadOnlyList<JobStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        if (steps.Count == 0)
        {
            throw new ArgumentException("A job needs at least one step.", nameof(steps));
        }

        var queued = steps.TakeWhile(step => step.Status is "starting" or "IN_QUEUE").Count();
        return WithName(new JobFault(plan => plan with
        {
            QueueDelay = Total(steps.Take(queued)),
            RunTime = Total(steps.Skip(queued)),
            Steps = steps,
        }));

        static TimeSpan Total(IEnumerable<JobStep> some) => some.Aggregate(TimeSpan.Zero, (sum, step) => sum + step.Duration);
    }

    /// <summary>Combines several effects on one job, such as a long run that fails; a later one overrides an earlier one.</summary>
    /// <exception cref="ArgumentException">One of them is an effect on an answer.</exception>
    public static FaultEffect Combine(params IReadOnlyList<FaultEffect> effects)
    {
        ArgumentNullException.ThrowIfNull(effects);
        return effects.All(effect => effect is JobFault)
            ? WithName(new JobFault(plan => effects.Cast<JobFault>().Aggregate(plan, (changed, effect) => effect.Change(changed))))
            : throw new ArgumentException("Only effects on a job can be combined.", nameof(effects));
    }

    internal bool AfterAccept { get; init; }

    /// <summary>Gets the name in JSON.</summary>
    internal string Name { get; private init; } = "";

    /// <summary>Gets the JSON that it was read from; null when it was made in code.</summary>
    internal JsonElement? Written { get; init; }

    /// <summary>Returns the effect under the name of the member that creates it.</summary>
    internal static FaultEffect WithName(string provider, FaultEffect effect, [CallerMemberName] string member = "") =>
        effect with { Name = $"{provider}.{JsonNamingPolicy.CamelCase.ConvertName(member)}" };

    private static FaultEffect WithName(FaultEffect effect, [CallerMemberName] string member = "") =>
        effect with { Name = JsonNamingPolicy.CamelCase.ConvertName(member) };
}
