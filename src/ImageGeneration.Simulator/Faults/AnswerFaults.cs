using ImageGeneration.Simulator.Jobs;

namespace ImageGeneration.Simulator.Faults;

internal sealed record ResetFault : FaultEffect;

internal sealed record ScriptFault(FaultEffect?[] Steps) : FaultEffect;

internal sealed record HangFault : FaultEffect;

internal sealed record TruncatedBodyFault : FaultEffect;

internal sealed record DuplicateFault : FaultEffect;

internal sealed record ContentTypeFault(string Type) : FaultEffect;

internal sealed record RedirectFault(int Code, string? Location) : FaultEffect;

internal sealed record EmptyBodyFault : FaultEffect;

internal sealed record HalfBodyFault : FaultEffect;

internal sealed record StatusFault(int Code, string? Body, string? ContentType, IReadOnlyDictionary<string, string>? Headers) : FaultEffect;

internal sealed record RateLimitedFault(RateLimit Limit) : FaultEffect;

internal sealed record SlowBodyFault(TimeSpan Duration) : FaultEffect;

internal sealed record SlowAnswerFault(TimeSpan Delay) : FaultEffect;

/// <summary>Changes what a job will do, at the moment it is created.</summary>
internal sealed record JobFault(Func<JobPlan, JobPlan> Change) : FaultEffect;
