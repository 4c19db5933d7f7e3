namespace ImageGeneration.Simulator;

/// <summary>What Modal's edge answers in the application's stead; each has its status and its text.</summary>
public enum ModalEdgeError
{
    /// <summary>401: no proxy credentials came along.</summary>
    MissingCredentials,

    /// <summary>401: the proxy credentials are wrong, or those of an account.</summary>
    InvalidCredentials,

    /// <summary>404: nothing is deployed under this address.</summary>
    InvalidFunctionCall,

    /// <summary>404: the application has been stopped.</summary>
    AppStopped,

    /// <summary>404: the workspace is disabled.</summary>
    WorkspaceDisabled,

    /// <summary>408: the request never reached the application, and may be sent again.</summary>
    MissingRequest,

    /// <summary>429: the spend limit of the billing cycle is reached; waiting does not help.</summary>
    SpendLimit,

    /// <summary>429: too many requests a second.</summary>
    RateLimit,

    /// <summary>500: the function ran out of its time.</summary>
    FunctionTimedOut,

    /// <summary>500: the container was killed, mostly for its memory.</summary>
    Terminated,

    /// <summary>500: the platform lost the call.</summary>
    LostInput,

    /// <summary>500: the container did not come up.</summary>
    StartupFailed,

    /// <summary>400: the address of a result was sent a POST.</summary>
    BadRedirectMethod,
}
