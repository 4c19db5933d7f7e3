namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Where work stands, by an application's own words.</summary>
internal enum WorkState
{
    /// <summary>Nothing was said about it.</summary>
    Untold,

    /// <summary>It waits to begin.</summary>
    Waiting,

    /// <summary>It goes on.</summary>
    Working,

    /// <summary>It has ended well.</summary>
    Done,

    /// <summary>It has ended without a result.</summary>
    Failed,

    /// <summary>A word that is not known: a step of the work, more likely than an end.</summary>
    Unheard,
}
