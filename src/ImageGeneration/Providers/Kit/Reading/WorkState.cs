namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Specifies the state of work, by an application's own words.</summary>
internal enum WorkState
{
    /// <summary>Nothing was reported.</summary>
    NotReported,

    /// <summary>It waits to begin.</summary>
    Waiting,

    /// <summary>It goes on.</summary>
    Working,

    /// <summary>It has ended well.</summary>
    Done,

    /// <summary>It has ended without a result.</summary>
    Failed,

    /// <summary>The word is unknown: a step of the work, more likely than an end.</summary>
    Unrecognized,
}
